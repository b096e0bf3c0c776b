//! A day's rounds as a table: for each kind one line per duty, one cell per round, and how many came out how.
import type { Obligation, ObligationKind, SlotRow, SlotState } from '@/api/types'

/** Icon and tag of a state; no two look the same. */
export const LOOK = { done: ['closed', 'tag-done'], open: ['half', 'tag-accent'], late: ['clock', 'tag-soon'], missed: ['warning', 'tag-late'], coming: ['ring', 'tag-hold'] } as const
/** As they are counted above the tables. */
export const STATES: SlotState[] = ['done', 'open', 'late', 'missed']

/** What stands in a cell: a slot, one that the clock has yet to open, or nothing owed. */
type Cell = SlotRow | 'coming' | null

export interface Line {
  obligation: string
  org: { id: string; name: string }
  place: string
  /** The first line of its unit, and how many lines that has. */
  first: boolean
  span: number
  cells: Cell[]
}

const OFFSET = '+08:00'
const holds = (one: Obligation, day: string): boolean => one.from <= day && (one.to === null || one.to >= day)

/** Monday of the day's week. */
export function monday(day: string): string {
  const at = Date.parse(day)
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10)
}

export const isDay = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
export const shifted = (day: string, by: number): string => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10)

/** Rounds of a day, at least one: a week's check has no windows. */
export const columns = (kind: ObligationKind): number => Math.max(1, kind.windows.length)

export function linesOf(kind: ObligationKind, slots: SlotRow[], duties: Obligation[], day: string, now: Date): Line[] {
  const own = slots.filter((slot) => slot.kind.code === kind.code)
  // on a day of rest nothing is owed, so nothing is coming either
  const owed = kind.every === 'day' && (kind.days === 'all' || own.length > 0)
  const cell = (obligation: string, at: number, standing: boolean): Cell => {
    const found = own.find((slot) => slot.obligation === obligation && (kind.every === 'week' || slot.number === at + 1))
    if (found) return found
    const opens = kind.windows[at]?.[0]
    return standing && owed && opens && Date.parse(`${day}T${opens}:00${OFFSET}`) > now.getTime() ? 'coming' : null
  }
  const grounds = new Map([...own, ...duties.filter((one) => one.kind.code === kind.code && holds(one, day))].map((one) => [one.obligation, one]))
  const lines = [...grounds.values()].map((one) => {
    const standing = duties.some((duty) => duty.obligation === one.obligation && holds(duty, day))
    return { obligation: one.obligation, org: one.org, place: one.site?.name ?? one.area.name, first: false, span: 1, cells: Array.from({ length: columns(kind) }, (_, at) => cell(one.obligation, at, standing)) }
  })
  lines.sort((a, b) => a.org.name.localeCompare(b.org.name, 'zh') || a.org.id.localeCompare(b.org.id) || a.place.localeCompare(b.place, 'zh'))
  return lines.map((line, at) => ({ ...line, first: lines[at - 1]?.org.id !== line.org.id, span: lines.filter(({ org }) => org.id === line.org.id).length }))
}

export function counts(slots: SlotRow[]): { state: SlotState; n: number }[] {
  return STATES.map((state) => ({ state, n: slots.filter((slot) => slot.state === state).length }))
}
