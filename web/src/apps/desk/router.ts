//! Addresses of the desk; each page is a chunk of its own.
import { createRouter, createWebHistory } from 'vue-router'
import { t, te, worded } from '@/i18n'
import { guardUnsaved } from '@/kit/unsaved'
import { adminRoutes } from './admin/routes'

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    { path: '/', name: 'today', component: () => import('./today/TodayPage.vue') },
    { path: '/cases/new', name: 'case-new', component: () => import('./cases/CaseRegister.vue'), meta: { entry: 'cases' } },
    { path: '/referrals', name: 'referrals', component: worded('referrals', () => import('./referrals/ReferralList.vue')), meta: { entry: 'cases' } },
    { path: '/referrals/:id', name: 'referral', component: worded('referrals', () => import('./referrals/ReferralPage.vue')), meta: { entry: 'cases' } },
    { path: '/cases/:id?', name: 'cases', component: () => import('./cases/CaseList.vue') },
    { path: '/standards/:id?', name: 'standards', component: worded('standards', () => import('./standards/StandardPage.vue')) },
    { path: '/sites/:id?', name: 'sites', component: worded('sites', () => import('./sites/SiteList.vue')) },
    { path: '/inspections', name: 'inspections', component: worded('inspections', () => import('./inspections/InspectionsPage.vue')) },
    { path: '/statements/:id?', name: 'statements', component: worded('statements', () => import('./statements/StatementList.vue')), meta: { entry: 'figures' } },
    { path: '/figures/:metric?', name: 'figures', component: () => import('./figures/FigurePage.vue') },
    { path: '/months/:id?', name: 'months', component: worded('months', () => import('./months/MonthsPage.vue')), meta: { entry: 'figures' } },
    { path: '/admin', name: 'admin', component: worded('admin', () => import('./admin/AdminFrame.vue')), children: adminRoutes },
    { path: '/reports', name: 'reports', component: worded('reports', () => import('./reports/SummaryList.vue')) },
    { path: '/reports/:id', name: 'report', component: worded('reports', () => import('./reports/SummaryPage.vue')), meta: { entry: 'reports' } },
    { path: '/password', name: 'password', component: () => import('./account/ChangePassword.vue') },
    { path: '/absence', name: 'absence', component: worded('posts', worded('admin', () => import('./account/AbsencePage.vue'))) },
    { path: '/kit', name: 'kit', component: () => import('./kit/KitPage.vue') },
    { path: '/:rest(.*)*', redirect: { name: 'today' } },
  ],
})

guardUnsaved(router)
router.afterEach((to) => {
  const entry = `frame.entry.${String(to.meta.entry ?? to.name)}`
  document.title = [te(entry) ? t(entry) : '', t('app.name')].filter(Boolean).join(' · ')
})
