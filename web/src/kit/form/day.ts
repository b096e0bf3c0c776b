//! Days of forms: `YYYY-MM-DD` from 1900-01-01 to 9999-12-31, counted by the calendar; what is none is null.

const DAY = 86_400_000
/** Shanghai's clock against UTC; it has had no summer time since 1991. */
const OFFSET = 8 * 3_600_000

const iso = (ms: number): string | null => {
  const text = Number.isNaN(new Date(ms).getTime()) ? '' : new Date(ms).toISOString().slice(0, -14)
  return text.length === 10 && text >= '1900' ? text : null
}

/** Milliseconds of a day's beginning in UTC. */
const parse = (day: string): number | null => {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : NaN
  return iso(ms) === day ? ms : null
}

/** The day in Shanghai. */
export const today = (at: Date): string | null => iso(at.getTime() + OFFSET)

/** Negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number | null {
  const [a, b] = [parse(from), parse(to)]
  return a === null || b === null ? null : (b - a) / DAY + 0
}

export function addDays(day: string, n: number): string | null {
  const ms = parse(day)
  return ms === null ? null : iso(ms + n * DAY)
}

/** The same day of a later month, or that month's last day when it has no such day. */
export function addMonths(day: string, n: number): string | null {
  const ms = parse(day)
  if (ms === null) return null
  const from = new Date(ms)
  const months = from.getUTCFullYear() * 12 + from.getUTCMonth() + n
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12]
  if (year < 1900 || year > 9999) return null
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return iso(Date.UTC(year, month, Math.min(from.getUTCDate(), last)))
}
