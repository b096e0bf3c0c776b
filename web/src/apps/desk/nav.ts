//! The entries of the desk and the keys that go to them; an entry stands only where one of its verbs is held.
import { canAny, session } from '@/app/session'
import type { IconName } from '@/kit/icons'

interface Entry {
  name: 'today' | 'cases' | 'reports' | 'figures' | 'standards' | 'sites' | 'inspections' | 'directory' | 'admin'
  icon: IconName
  /** After `G`. */
  key: string
  verbs: string[]
  group?: 'work' | 'results' | 'manage'
}

const ENTRIES: Entry[] = [
  { name: 'today', icon: 'home', key: 't', verbs: [''] },
  { name: 'standards', icon: 'tree', key: 'b', verbs: ['standard.'], group: 'work' },
  { name: 'sites', icon: 'pin', key: 'l', verbs: ['site.write', 'site.print'], group: 'work' },
  { name: 'inspections', icon: 'again', key: 'r', verbs: ['obligation.read'], group: 'work' },
  { name: 'cases', icon: 'warning', key: 'c', verbs: ['case.'], group: 'work' },
  { name: 'reports', icon: 'paper', key: 'p', verbs: ['report.'], group: 'results' },
  { name: 'figures', icon: 'sum', key: 'd', verbs: ['figure.'], group: 'results' },
  { name: 'directory', icon: 'directory', key: 'o', verbs: ['area.write', 'organisation.write', 'person.write', 'grant.write', 'account.write'], group: 'manage' },
  { name: 'admin', icon: 'settings', key: 's', verbs: ['setting.', 'audit.', 'system.'], group: 'manage' },
]

export const entries = (): Entry[] => ENTRIES.filter((entry) => entry.verbs.some(canAny))
/** The entry of each first page that a role names. */
const LANDINGS: Record<string, Entry['name']> = { cases: 'cases', round: 'inspections', settings: 'admin' }
/** Where the desk opens: where the role says, if the entry stands, else with what waits. */
export function landing(): Entry['name'] {
  const wanted = LANDINGS[session.value?.lands_on ?? '']
  return entries().find(({ name }) => name === wanted)?.name ?? 'today'
}
export type { Entry }
