//! Addresses of the phone; each page is a chunk of its own, and `/` leads to what the person came for.
import { createRouter, createWebHistory } from 'vue-router'
import { can, session } from '@/app/session'

/** Where `/` leads, known once the session is. */
export const home = (): { name: string } => {
  if (can('case.accept') || can('case.verify')) return { name: 'cases' }
  return { name: can('case.report') ? 'report' : 'me' }
}

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
  routes: [
    { path: '/', name: 'home', component: { render: () => null }, beforeEnter: () => !session.value || home() },
    { path: '/report', name: 'report', component: () => import('./report/ReportPage.vue'), meta: { tab: 'report' } },
    { path: '/cases/:segment(fix|verify|done)?', name: 'cases', component: () => import('./cases/CaseList.vue'), meta: { tab: 'cases' } },
    { path: '/case/:id', name: 'case', component: () => import('./cases/CaseShow.vue') },
    { path: '/me', name: 'me', component: () => import('./me/MePage.vue'), meta: { tab: 'me' } },
    { path: '/me/drafts', name: 'drafts', component: () => import('./drafts/DraftList.vue'), meta: { tab: 'me' } },
    { path: '/me/sessions', name: 'sessions', component: () => import('./me/SessionList.vue'), meta: { tab: 'me' } },
    { path: '/me/password', name: 'password', component: () => import('./me/ChangePassword.vue'), meta: { tab: 'me' } },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
