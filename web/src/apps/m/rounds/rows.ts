//! The rows of the round, all pure: codes as addresses carry them, what was found, the order to walk in, and where to begin.
import type { OwedItem, SiteRow, VisitRow } from '@/api/types'
import { t } from '@/i18n'
import { metres } from '../kit/where'

interface Place {
  lon: number
  lat: number
}
type Slot = OwedItem['slots'][number]

/** A plate's code without its dash, as the address carries it. */
export const plain = (code: string): string => code.replace(/[^0-9A-Za-z]/g, '').toUpperCase()

/** What a scanned plate says: the code at the end of `…/q/CODE`, or what was typed. */
export function codeOf(read: string): string {
  const path = /\/q\/([^/?#]+)/.exec(read)?.[1] ?? (/^\w+:\/\//.test(read) ? '' : read)
  return plain(path)
}

/** The newest visit of each site since a moment; visits come newest first. */
export function seenSince(visits: VisitRow[], since: string | null): Map<string, VisitRow> {
  const found = new Map<string, VisitRow>()
  for (const visit of visits) if (!found.has(visit.site.id) && (since === null || Date.parse(visit.started_at) >= Date.parse(since))) found.set(visit.site.id, visit)
  return found
}

/** The first site that nobody has visited yet. */
export const nearestOpen = (rows: SiteRow[], seen: ReadonlyMap<string, unknown>): SiteRow | null => rows.find((row) => !seen.has(row.id)) ?? null

/** Metres from here to a site, where both are known. */
export const metresTo = ({ position }: Pick<SiteRow, 'position'>, here: Place | null): number | null => (here && position ? metres(here, position) : null)

/** A distance: metres below a kilometre. */
export const farWords = (far: number): string => (far < 1000 ? t('visit.metres', { n: Math.round(far) }) : t('visit.kilometres', { n: (far / 1000).toFixed(1) }))

/** What is visited first, in the order of the visits; then from here always on to the nearest next; those without a position last. */
export function walkOrder(rows: SiteRow[], seen: ReadonlyMap<string, VisitRow>, here: Place | null): SiteRow[] {
  const at = (row: SiteRow): string => seen.get(row.id)?.started_at ?? ''
  const done = rows.filter((row) => seen.has(row.id)).sort((a, b) => at(a).localeCompare(at(b)))
  const open = rows.filter((row) => !seen.has(row.id))
  if (!here) return [...done, ...open]
  const left = open.flatMap((row) => (row.position ? [{ row, at: row.position }] : []))
  const way: SiteRow[] = []
  for (let from = here; left.length > 0; ) {
    const far = left.map(({ at: there }) => metres(from, there))
    const [next] = left.splice(far.indexOf(Math.min(...far)), 1)
    if (!next) break
    way.push(next.row)
    from = next.at
  }
  return [...done, ...way, ...open.filter((row) => !row.position)]
}

/** The slot to walk now: the open one that closes first, else the next to open; none once the day is done. */
export function slotNow(slots: Slot[]): Slot | null {
  const first = (state: string, by: 'opens_at' | 'closes_at'): Slot | undefined => slots.filter((slot) => slot.state === state).sort((a, b) => a[by].localeCompare(b[by]))[0]
  return first('open', 'closes_at') ?? first('coming', 'opens_at') ?? null
}

/** Which of what is owed to walk first: what is open, of that what closes first, of that the nearest; then what comes. */
export function owedFirst(items: OwedItem[], here: Place | null): OwedItem[] {
  const rank = ({ slots }: OwedItem): string => {
    const slot = slotNow(slots)
    return !slot ? '2' : slot.state === 'open' ? `0${slot.closes_at}` : `1${slot.opens_at}`
  }
  const far = ({ position }: OwedItem): number => (here && position ? metres(here, position) : Infinity)
  const keyed = items.map((item) => ({ item, rank: rank(item), far: far(item) }))
  return keyed.sort((a, b) => a.rank.localeCompare(b.rank) || (a.far === b.far ? 0 : a.far - b.far)).map(({ item }) => item)
}
