//! Addresses of the administration; each page is a chunk of its own, its messages come with the frame.
import type { RouteRecordRaw } from 'vue-router'
import { worded } from '@/i18n'

const meta = { entry: 'admin' }
const directory = { entry: 'directory' }

export const adminRoutes: RouteRecordRaw[] = [
  { path: 'directory', name: 'directory', component: { render: () => null }, meta: directory },
  { path: 'areas/:id?', name: 'admin-areas', component: worded('tree', () => import('./AreasPage.vue')), meta: directory },
  { path: 'organisations/:id?', name: 'admin-organisations', component: worded('tree', worded('posts', () => import('./OrganisationsPage.vue'))), meta: directory },
  { path: 'unattended', name: 'admin-unattended', component: worded('tree', () => import('./tree/UnattendedPage.vue')), meta: directory },
  { path: 'people/:id?', name: 'admin-people', component: () => import('./PeoplePage.vue'), meta: directory },
  { path: 'roles/:id?', name: 'admin-roles', component: () => import('./RolesPage.vue'), meta: directory },
  { path: 'imports/:id?', name: 'admin-imports', component: () => import('./ImportPage.vue'), meta: directory },
  { path: 'categories/:id?', name: 'admin-categories', component: () => import('./CategoriesPage.vue'), meta },
  { path: 'dispatch', name: 'admin-dispatch', component: () => import('./DispatchPage.vue'), meta },
  { path: 'calendar/:id?', name: 'admin-calendar', component: () => import('./CalendarPage.vue'), meta },
  { path: 'checklists/:id?', name: 'admin-checklists', component: () => import('./ChecklistsPage.vue'), meta },
  { path: 'basics', name: 'admin-basics', component: () => import('./BasicsPage.vue'), meta },
  { path: 'history', name: 'admin-history', component: worded('history', () => import('./history/HistoryPage.vue')), meta },
  { path: 'running', name: 'admin-running', component: worded('running', () => import('./running/RunningPage.vue')), meta },
]
