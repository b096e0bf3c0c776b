//! The address of an opened figure: metric and scope, then what is chosen in each column.
import type { LocationQuery, RouteLocationRaw } from 'vue-router'
import type { FigureAsk } from './calls'

interface Place {
  ask: FigureAsk
  by: string
  /** The chosen row of the split. */
  row: string | null
  /** The chosen part of a share: its numerator or denominator. */
  part: string | null
  posting: string | null
}

const word = (value: LocationQuery[string] | undefined): string | undefined => (typeof value === 'string' && value ? value : undefined)

export function readPlace(query: LocationQuery, home: { area?: string; period: string }): Place {
  const ask: FigureAsk = { area: word(query.area) ?? home.area, period: word(query.period) ?? home.period }
  if (word(query.org)) ask.org = word(query.org)
  return { ask, by: word(query.by) ?? 'area', row: word(query.row) ?? null, part: word(query.part) ?? null, posting: word(query.posting) ?? null }
}

export const figureAt = (metric: string, ask: FigureAsk): RouteLocationRaw => ({ name: 'figures', params: { metric }, query: { ...ask } })

/** The scope of the chosen row: the row's own area or unit in place of the whole. */
export function within(place: Place): FigureAsk {
  if (!place.row) return place.ask
  return place.by === 'org' ? { ...place.ask, org: place.row } : { ...place.ask, area: place.row }
}
