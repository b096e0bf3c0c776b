//! The address of an opened figure: metric and scope, then what is chosen in each column.
import type { LocationQuery, LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import type { Source } from '@/api/types'
import type { FigureAsk, PostingAsk } from './calls'

/** The row of what belongs to no part: at the area itself, without a unit. */
export const REST = '-'

interface Place {
  ask: FigureAsk
  by: string
  /** The chosen row of the split. */
  row: string | null
  /** The chosen part of a share: its numerator or denominator. */
  part: string | null
  /** Only what was corrected. */
  corrections: boolean
  posting: string | null
}

const word = (value: LocationQuery[string] | undefined): string | undefined => (typeof value === 'string' && value ? value : undefined)

export function readPlace(query: LocationQuery, home: { area?: string; period: string }): Place {
  const ask: FigureAsk = { area: word(query.area) ?? home.area, period: word(query.period) ?? home.period }
  if (word(query.org)) ask.org = word(query.org)
  if (ask.org && query.own === 'true') ask.own = true
  if (word(query.dims)) ask.dims = word(query.dims)
  if (Number(word(query.as_of)) > 0) ask.as_of = Number(query.as_of)
  if (word(query.tree_day)) ask.tree_day = word(query.tree_day)
  return { ask, by: word(query.by) ?? 'area', row: word(query.row) ?? null, part: word(query.part) ?? null, corrections: word(query.corrections) === '1', posting: word(query.posting) ?? null }
}

/** One dimension of the scope. */
export const dimOf = (ask: FigureAsk, name: string): string | undefined => pairs(ask).find(([dim]) => dim === name)?.[1]

/** The dimensions with one of them set, or without it. */
export function withDim(ask: FigureAsk, name: string, value: string | undefined): string | undefined {
  const kept = pairs(ask).filter(([dim]) => dim !== name)
  return [...kept, ...(value ? [[name, value]] : [])].map((pair) => pair.join(':')).join(',') || undefined
}
/** The address with one dimension set; a split by the items of a named list goes with the list. */
export const narrowed = ({ ask, by }: Place, name: string, value: string | undefined): LocationQueryRaw => ({ dims: withDim(ask, name, value), ...(by === dimOf(ask, name) ? { by: undefined } : {}) })
/** What of the dimensions another metric knows. */
export const dimsFor = (ask: FigureAsk, known: string[]): string | undefined => pairs(ask).filter(([dim]) => known.includes(dim ?? '')).map((pair) => pair.join(':')).join(',') || undefined
const pairs = (ask: FigureAsk): string[][] => (ask.dims ?? '').split(',').filter(Boolean).map((pair) => pair.split(':'))

/** The page of a figure, with one of its postings chosen where one is named. */
export const figureAt = (metric: string, ask: FigureAsk, posting?: string): RouteLocationRaw => ({ name: 'figures', params: { metric }, query: { ...ask, own: ask.own ? 'true' : undefined, posting } })

/** The page of a record, where its kind has one. */
export function recordAt({ kind, id }: Pick<Source, 'kind' | 'id'>): RouteLocationRaw | null {
  if (kind === 'case') return { name: 'cases', params: { id }, query: { view: 'all' } }
  if (kind === 'referral') return { name: 'referral', params: { id } }
  return kind === 'visit' || kind === 'slot' ? { name: 'inspections', query: { [kind]: id } } : null
}

/** The short address of a figure, as papers and splits name it, on the desk. */
export const deskAddress = (short: string): string => short.replace(/^\/f\//, '/figures/')

/** What the chosen row holds: an item of a named list is a kind to ask for, anything else a part of the split. */
function inRow(ask: FigureAsk, by: string, row: string): Partial<PostingAsk> {
  return row.startsWith(`${by}.`) ? { dims: withDim(ask, 'category', row) } : { within: `${by}:${row === REST ? '' : row}` }
}

/** Which postings are listed: those of the chosen row, and only the corrected ones where that is wanted. */
export function within({ ask, by, row, corrections }: Place): PostingAsk {
  return { ...ask, ...(row === null ? {} : inRow(ask, by, row)), ...(corrections ? { corrections } : {}) }
}
