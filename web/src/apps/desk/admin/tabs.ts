//! The pages of the administration, each for whoever holds one of its verbs, in two entries of the nav: who is where, and what is settled.
import { can } from '@/app/session'

const TABS = [
  { name: 'admin-areas', entry: 'directory', word: 'areas', verbs: ['area.write'] },
  { name: 'admin-organisations', entry: 'directory', word: 'organisations', verbs: ['organisation.write', 'person.write', 'grant.write'] },
  { name: 'admin-people', entry: 'directory', word: 'people', verbs: ['person.write', 'account.write'] },
  { name: 'admin-roles', entry: 'directory', word: 'roles', verbs: ['grant.write', 'account.write'] },
  { name: 'admin-unattended', entry: 'directory', word: 'unattended', verbs: ['organisation.write', 'account.write'] },
  { name: 'admin-imports', entry: 'directory', word: 'imports', verbs: ['area.write', 'organisation.write', 'person.write'] },
  { name: 'admin-categories', entry: 'admin', word: 'categories', verbs: ['setting.read'] },
  { name: 'admin-dispatch', entry: 'admin', word: 'dispatch', verbs: ['setting.read'] },
  { name: 'admin-calendar', entry: 'admin', word: 'calendar', verbs: ['setting.read'] },
  { name: 'admin-checklists', entry: 'admin', word: 'checklists', verbs: ['setting.read'] },
  { name: 'admin-basics', entry: 'admin', word: 'basics', verbs: ['setting.read'] },
  { name: 'admin-history', entry: 'admin', word: 'history', verbs: ['audit.read'] },
  { name: 'admin-running', entry: 'admin', word: 'running', verbs: ['system.read', 'setting.read', 'audit.read'] },
] as const

/** May this person open that page of the administration? */
export const opens = (name: (typeof TABS)[number]['name']): boolean => tabs().some((tab) => tab.name === name)

export const tabs = () => TABS.filter((tab) => tab.verbs.some(can))
