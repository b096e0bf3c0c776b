//! Addresses of the phone; each page is a chunk of its own, and `/` leads to what the person came for.
import { createRouter, createWebHistory } from 'vue-router'
import { can, session } from '@/app/session'
import { worded } from '@/i18n'

/** Where `/` leads, known once the session is. */
export const home = (): { name: string } => {
  if (can('case.accept')) return { name: 'cases' }
  if (can('inspection.visit')) return { name: 'rounds' }
  if (can('case.verify')) return { name: 'cases' }
  return { name: can('case.report') ? 'report' : 'me' }
}

const pages = {
  rounds: worded('visit', () => import('./rounds/RoundsPage.vue')),
  site: worded('visit', () => import('./rounds/VisitPage.vue')),
  visit: worded('visit', () => import('./rounds/VisitDone.vue')),
  correct: worded('visit', () => import('./rounds/CorrectPage.vue')),
  near: worded('visit', () => import('./near/NearPage.vue')),
  report: () => import('./report/ReportPage.vue'),
  cases: () => import('./cases/CaseList.vue'),
  case: () => import('./cases/CaseShow.vue'),
  me: () => import('./me/MePage.vue'),
  drafts: () => import('./drafts/DraftList.vue'),
  leave: worded('posts', () => import('./me/LeavePage.vue')),
  sessions: () => import('./me/SessionList.vue'),
  password: () => import('./me/ChangePassword.vue'),
}

/** Parts of pages that are fetched when they are first shown. */
const parts = [
  () => import('./cases/ExtensionSheet.vue'),
  () => import('./kit/PickSheet.vue'),
  () => import('./rounds/QuestionBlock.vue'),
  () => import('./rounds/CaseSheet.vue'),
  () => import('./rounds/RoundSheet.vue'),
]

/** Fetches every page while there is a signal, so that each still opens without one. */
export async function fetchPages(): Promise<void> {
  for (const page of [...Object.values(pages), ...parts]) await page().catch(() => undefined)
}

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
  routes: [
    { path: '/', name: 'home', component: { render: () => null }, beforeEnter: () => !session.value || home() },
    { path: '/rounds', name: 'rounds', component: pages.rounds, meta: { tab: 'rounds' } },
    { path: '/site/:code', name: 'site', component: pages.site },
    { path: '/visit/:id', name: 'visit', component: pages.visit },
    { path: '/visit/:id/correct', name: 'correct', component: pages.correct },
    { path: '/near', name: 'near', component: pages.near, meta: { tab: 'near' } },
    { path: '/report', name: 'report', component: pages.report, meta: { tab: 'report' } },
    { path: '/cases/:segment(fix|verify|done)?', name: 'cases', component: pages.cases, meta: { tab: 'cases' } },
    { path: '/case/:id', name: 'case', component: pages.case },
    { path: '/me', name: 'me', component: pages.me, meta: { tab: 'me' } },
    { path: '/me/drafts', name: 'drafts', component: pages.drafts, meta: { tab: 'me' } },
    { path: '/me/leave', name: 'leave', component: pages.leave, meta: { tab: 'me' } },
    { path: '/me/sessions', name: 'sessions', component: pages.sessions, meta: { tab: 'me' } },
    { path: '/me/password', name: 'password', component: pages.password, meta: { tab: 'me' } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
