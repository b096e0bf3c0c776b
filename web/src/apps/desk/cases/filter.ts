//! The filter of the list as it stands in the address, and as the server is asked.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { CaseAsk, CaseCounts } from '@/api/types'

export const VIEWS = ['for_me', 'open', 'due_today', 'overdue', 'supervised', 'public', 'all'] as const
export type View = (typeof VIEWS)[number]
export const PAGE = 50

/** By what the list is ordered; the first is the usual one. */
export const SORTS = ['deadline', 'registered', 'unit', 'number'] as const
/** Columns that can be put away. */
export const COLUMNS = ['lead', 'status', 'deadline', 'source'] as const

const CHOSEN = ['state', 'fact', 'category', 'area', 'org', 'source', 'site', 'round'] as const
const PLAIN = ['q', 'from', 'to'] as const

export interface Filter {
  view: View
  state: string[]
  fact: string[]
  category: string[]
  area: string[]
  org: string[]
  source: string[]
  site: string[]
  round: string[]
  q: string
  from: string
  to: string
}

const one = (value: LocationQuery[string] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''
const many = (value: LocationQuery[string] | undefined): string[] => one(value).split(',').filter(Boolean)

export function readFilter(query: LocationQuery): Filter {
  const view = VIEWS.find((known) => known === one(query.view)) ?? 'open'
  const chosen = Object.fromEntries(CHOSEN.map((key) => [key, many(query[key])]))
  const plain = Object.fromEntries(PLAIN.map((key) => [key, one(query[key])]))
  return { view, ...chosen, ...plain } as Filter
}

export function writeFilter(filter: Filter): LocationQueryRaw {
  const query: LocationQueryRaw = filter.view === 'open' ? {} : { view: filter.view }
  for (const key of CHOSEN) if (filter[key].length) query[key] = filter[key].join(',')
  for (const key of PLAIN) if (filter[key]) query[key] = filter[key]
  return query
}

export function toAsk(filter: Filter, after: string | null): CaseAsk {
  const ask: CaseAsk = { view: filter.view, limit: PAGE }
  for (const key of CHOSEN) if (filter[key].length) ask[key] = filter[key].join(',')
  for (const key of PLAIN) if (filter[key]) ask[key] = filter[key]
  if (after) ask.after = after
  return ask
}

/** Parts of the totals that are lists of their own. */
export const PARTS = ['overdue', 'supervised', 'shelved'] as const

/** The list narrowed to a part of its totals; none where a status is chosen already, since another would widen it. */
export function narrowed(filter: Filter, part: (typeof PARTS)[number]): Filter | null {
  if (filter.state.length || filter.fact.length) return null
  return part === 'shelved' ? { ...filter, state: [part] } : { ...filter, fact: [part] }
}

/** How many filters stand beside the view. */
export const chosenCount = (filter: Filter): number => CHOSEN.filter((key) => filter[key].length > 0 && !(key === 'fact' && filter.state.length)).length + (filter.q ? 1 : 0) + (filter.from || filter.to ? 1 : 0)

export const clearFilter = (filter: Filter): Filter => readFilter(filter.view === 'open' ? {} : { view: filter.view })

/** What a tab counts; `all` has no count of its own. */
export const countOf = (counts: CaseCounts | undefined, view: View): number | undefined => (view === 'all' ? undefined : counts?.[view])
