//! The pages of the administration, each for whoever holds one of its verbs.
import { can } from '@/app/session'

const TABS = [
  { name: 'admin-areas', word: 'areas', verbs: ['area.write'] },
  { name: 'admin-organisations', word: 'organisations', verbs: ['organisation.write', 'person.write', 'grant.write'] },
  { name: 'admin-people', word: 'people', verbs: ['person.write', 'account.write'] },
  { name: 'admin-roles', word: 'roles', verbs: ['grant.write', 'account.write'] },
  { name: 'admin-imports', word: 'imports', verbs: ['area.write', 'organisation.write', 'person.write'] },
  { name: 'admin-categories', word: 'categories', verbs: ['setting.read'] },
  { name: 'admin-dispatch', word: 'dispatch', verbs: ['setting.read'] },
  { name: 'admin-calendar', word: 'calendar', verbs: ['setting.read'] },
  { name: 'admin-checklists', word: 'checklists', verbs: ['setting.read'] },
  { name: 'admin-basics', word: 'basics', verbs: ['setting.read'] },
  { name: 'admin-history', word: 'history', verbs: ['audit.read'] },
  { name: 'admin-running', word: 'running', verbs: ['system.read', 'setting.read', 'audit.read'] },
] as const

/** May this person open that page of the administration? */
export const opens = (name: (typeof TABS)[number]['name']): boolean => tabs().some((tab) => tab.name === name)

export const tabs = () => TABS.filter((tab) => tab.verbs.some(can))
