//! Calls for figures: the value, how it is split, and the postings below it.
import { api, take } from '@/api/client'

/** What a figure is asked for; the same in the address, in the key and on the wire. */
export interface FigureAsk {
  area?: string
  org?: string
  period?: string
  /** Dimensions as `category:sanitation,source:patrol`; a category means those below it too. */
  dims?: string
  /** Place in the sealed chain; later postings are left out. */
  as_of?: number
}

export const fetchFigure = (metric: string, query: FigureAsk) => take(api.GET('/api/figures/{metric}', { params: { path: { metric }, query } }))
export const fetchSplit = (metric: string, by: string, query: FigureAsk) =>
  take(api.GET('/api/figures/{metric}/split', { params: { path: { metric }, query: { ...query, by } } }))
export const fetchPostings = (metric: string, query: FigureAsk, after?: string) =>
  take(api.GET('/api/figures/{metric}/postings', { params: { path: { metric }, query: { ...query, after } } }))
