//! The filter of the sites as it stands in the address and as the server is asked; what a form of a site lacks.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { NewSite, Site, SiteAsk } from '@/api/types'

export const PAGE = 50
/** By what the list is ordered; the first is the usual one. */
export const SORTS = ['name', 'area', 'type', 'visited'] as const
/** Columns that can be put away. */
export const COLUMNS = ['type', 'area', 'org', 'visited', 'position'] as const
const CHOSEN = ['type', 'area', 'org'] as const

export interface Filter {
  type: string[]
  area: string[]
  org: string[]
  q: string
  closed: boolean
}

const one = (value: LocationQuery[string] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

export function readFilter(query: LocationQuery): Filter {
  const chosen = Object.fromEntries(CHOSEN.map((key) => [key, one(query[key]) ? [one(query[key])] : []]))
  return { ...chosen, q: one(query.q), closed: one(query.closed) === '1' } as Filter
}

export function writeFilter(filter: Filter): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const key of CHOSEN) if (filter[key][0]) query[key] = filter[key][0]
  if (filter.q) query.q = filter.q
  if (filter.closed) query.closed = '1'
  return query
}

export function toAsk(filter: Filter, after: string | null): SiteAsk {
  const ask: SiteAsk = { limit: PAGE }
  for (const key of CHOSEN) if (filter[key][0]) ask[key] = filter[key][0]
  if (filter.q) ask.q = filter.q
  if (filter.closed) ask.closed = true
  if (after) ask.after = after
  return ask
}

export const chosenCount = (filter: Filter): number => CHOSEN.filter((key) => filter[key].length > 0).length + (filter.q ? 1 : 0) + (filter.closed ? 1 : 0)

export interface SiteForm {
  type: string | null
  name: string
  area: string | null
  org: string | null
  address: string
  /** `longitude, latitude`, as maps copy it. */
  position: string
  datum: 'wgs84' | 'gcj02'
  parent: string | null
}

export const formOf = (site: Site | null): SiteForm => ({
  type: site?.type.code ?? null, name: site?.name ?? '', area: site?.area.id ?? null, org: site?.org?.id ?? null, address: site?.address ?? '',
  position: site?.position ? `${site.position.lon}, ${site.position.lat}` : '', datum: 'wgs84', parent: site?.parent?.id ?? null,
})

/** The two degrees of a pair, or null; a pair the other way round is turned, since China lies at 73–135° E and 3–54° N. */
export function degrees(pair: string): { lon: number; lat: number } | null {
  const [a, b, ...rest] = pair.split(/[\s,\uff0c]+/).filter(Boolean).map(Number)
  if (a === undefined || b === undefined || rest.length || Number.isNaN(a) || Number.isNaN(b)) return null
  const [lon, lat] = a < b ? [b, a] : [a, b]
  return lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54 ? { lon, lat } : null
}

export const FIELDS = ['type', 'name', 'area', 'position'] as const
export type Field = (typeof FIELDS)[number]

export function check(form: SiteForm): Field[] {
  const wrong: Record<Field, boolean> = { type: !form.type, name: !form.name.trim(), area: !form.area, position: form.position.trim() !== '' && degrees(form.position) === null }
  return FIELDS.filter((field) => wrong[field])
}

export function toSite(form: SiteForm): NewSite {
  const at = degrees(form.position)
  return {
    type: form.type ?? '', name: form.name.trim(), area: form.area ?? '', org: form.org, address: form.address.trim(), position: at && { ...at, datum: form.datum },
    parent: form.type === 'road_segment' ? form.parent : null,
  }
}
