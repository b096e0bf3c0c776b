//! A year of days as months of weeks that begin on Monday.
import type { CalendarDay } from '@/api/types'

export interface Month {
  period: string
  /** Places left empty before the first. */
  before: number
  days: CalendarDay[]
  working: number
}

export function months(days: CalendarDay[]): Month[] {
  const found = new Map<string, CalendarDay[]>()
  for (const one of days) {
    const period = one.day.slice(0, 7)
    found.set(period, [...(found.get(period) ?? []), one])
  }
  return [...found].map(([period, listed]) => ({
    period,
    before: (new Date(`${period}-01T00:00:00Z`).getUTCDay() + 6) % 7,
    days: listed,
    working: listed.filter((one) => one.works).length,
  }))
}
