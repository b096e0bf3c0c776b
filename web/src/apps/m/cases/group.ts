//! How a segment's cases stand together, and which of them have a deadline that is theirs.
import type { CaseRow } from '@/api/types'
import { dayOf } from '@/kit/time'

type Dated = Pick<CaseRow, 'state' | 'deadline' | 'late'>
export type Group = 'late' | 'today' | 'later' | 'verify'
const ORDER: Group[] = ['late', 'today', 'later', 'verify']

/** The deadline is the handling unit's: it runs while the case is with it. */
export const isRunning = ({ state, deadline }: Dated): boolean => deadline !== null && (state === 'dispatched' || state === 'accepted')

export function groupOf(row: Dated, now: Date): Group {
  if (row.state === 'rectified') return 'verify'
  if (!isRunning(row) || row.deadline === null) return 'later'
  if (row.late || Date.parse(row.deadline) < now.getTime()) return 'late'
  return dayOf(row.deadline) === dayOf(now) ? 'today' : 'later'
}

export function grouped<T extends Dated>(rows: T[], now: Date): { group: Group; rows: T[] }[] {
  const groups = ORDER.map((group) => ({ group, rows: rows.filter((row) => groupOf(row, now) === group) }))
  return groups.filter(({ rows: own }) => own.length > 0)
}
