//! Calls for figures: the value, how it is split, the postings below it, and the records these came from.
import { api, once, take } from '@/api/client'
import type { Source } from '@/api/types'

/** What a figure is asked for; the same in the address, in the key and on the wire. */
export interface FigureAsk {
  area?: string
  org?: string
  /** Only what these units themselves are credited with, without those below them. */
  own?: boolean
  period?: string
  /** Dimensions as `category:sanitation,source:patrol`; a category means those below it too. */
  dims?: string
  /** Place in the sealed chain; later postings are left out. */
  as_of?: number
  /** The day whose tree of areas is meant. */
  tree_day?: string
}

/** Which of a figure's postings are listed. */
export interface PostingAsk extends FigureAsk {
  /** One row of the split as `BY:KEY`; nothing behind the colon is what belongs to no part. */
  within?: string
  /** Only reversals with what they took back. */
  corrections?: boolean
}

export const fetchFigure = (metric: string, query: FigureAsk) => take(api.GET('/api/figures/{metric}', { params: { path: { metric }, query } }))
export const fetchSplit = (metric: string, by: string, query: FigureAsk) =>
  take(api.GET('/api/figures/{metric}/split', { params: { path: { metric }, query: { ...query, by } } }))
export const fetchPostings = (metric: string, query: PostingAsk, after?: string) =>
  take(api.GET('/api/figures/{metric}/postings', { params: { path: { metric }, query: { ...query, after } } }))
/** All postings of one record, of whatever metric. */
export const fetchRecordPostings = ({ kind, id }: Pick<Source, 'kind' | 'id'>) =>
  take(api.GET('/api/figures/postings', { params: { query: { source: `${kind}:${id}` } } }))

/** Opening figures whose span meets the period. */
export const fetchOpenings = (metric: string, query: FigureAsk) => take(api.GET('/api/figures/{metric}/openings', { params: { path: { metric }, query } }))
export const chooseCounted = (id: string, counts: 'opening' | 'records', key: string) =>
  take(api.POST('/api/figures/openings/{id}/choose', { params: { path: { id }, header: once(key) }, body: { counts } }))

export const fetchVisit = (id: string) => take(api.GET('/api/visits/{id}', { params: { path: { id } } }))
export const fetchSlot = (id: string) => take(api.GET('/api/slots/{id}', { params: { path: { id } } }))
export const fetchRound = (id: string) => take(api.GET('/api/rounds/{id}', { params: { path: { id } } }))
