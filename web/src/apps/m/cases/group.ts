//! How a segment's cases stand together: by what is due of them and by when.
import type { CaseRow } from '@/api/types'
import { dayOf } from '@/kit/time'

type Dated = Pick<CaseRow, 'state' | 'deadline' | 'late' | 'remaining_minutes' | 'stage_deadline' | 'stage_remaining_minutes'>
interface Due {
  at: string
  late: boolean
  remaining: number | null
}
export type Group = 'late' | 'today' | 'later'
const ORDER: Group[] = ['late', 'today', 'later']

/** With its unit a case runs towards the unit's deadline, while it is verified towards that stage's own. */
export function dueOf(row: Dated): Due | null {
  if (row.state === 'dispatched' || row.state === 'accepted') return row.deadline === null ? null : { at: row.deadline, late: row.late, remaining: row.remaining_minutes }
  return row.state === 'rectified' && row.stage_deadline ? { at: row.stage_deadline, late: false, remaining: row.stage_remaining_minutes } : null
}

export function groupOf(row: Dated, now: Date): Group {
  const due = dueOf(row)
  if (!due) return 'later'
  if (due.late || Date.parse(due.at) < now.getTime()) return 'late'
  return dayOf(due.at) === dayOf(now) ? 'today' : 'later'
}

/** What is due first stands first in its group. */
export function grouped<T extends Dated>(rows: T[], now: Date): { group: Group; rows: T[] }[] {
  const first = [...rows].sort((a, b) => (dueOf(a)?.at ?? '9').localeCompare(dueOf(b)?.at ?? '9'))
  const groups = ORDER.map((group) => ({ group, rows: first.filter((row) => groupOf(row, now) === group) }))
  return groups.filter(({ rows: own }) => own.length > 0)
}
