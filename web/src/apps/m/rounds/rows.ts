//! The rows of the round: codes as addresses carry them, what was found today, and where to begin.
import type { SiteRow, VisitRow } from '@/api/types'

/** A plate's code without its dash, as the address carries it. */
export const plain = (code: string): string => code.replace(/[^0-9A-Za-z]/g, '').toUpperCase()

/** What a scanned plate says: the code at the end of `…/q/CODE`, or what was typed. */
export function codeOf(read: string): string {
  const path = /\/q\/([^/?#]+)/.exec(read)?.[1] ?? (/^\w+:\/\//.test(read) ? '' : read)
  return plain(path)
}

/** The newest visit of each site; visits come newest first. */
export function seenToday(visits: VisitRow[]): Map<string, VisitRow> {
  const found = new Map<string, VisitRow>()
  for (const visit of visits) if (!found.has(visit.site.id)) found.set(visit.site.id, visit)
  return found
}

/** The first site that nobody has visited today. */
export const nearestOpen = (rows: SiteRow[], seen: ReadonlyMap<string, unknown>): SiteRow | null => rows.find((row) => !seen.has(row.id)) ?? null

/** The round to walk now: the open one that closes first, else the next to open; none once the day is done. */
export function roundNow<T extends { state: string; opens_at: string; closes_at: string }>(slots: T[]): T | null {
  const first = (state: string, by: 'opens_at' | 'closes_at'): T | undefined => slots.filter((slot) => slot.state === state).sort((a, b) => a[by].localeCompare(b[by]))[0]
  return first('open', 'closes_at') ?? first('coming', 'opens_at') ?? null
}
