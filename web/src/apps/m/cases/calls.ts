//! Calls of the phone's cases; verbs go through the drafts and are not here.
import { api, take } from '@/api/client'
import type { CaseAsk } from '@/api/types'

export const fetchCases = (query: CaseAsk) => take(api.GET('/api/cases', { params: { query } }))
export const fetchTotals = (query: CaseAsk) => take(api.GET('/api/cases/totals', { params: { query } }))
export const fetchCounts = (query: CaseAsk) => take(api.GET('/api/cases/counts', { params: { query } }))
export const fetchCase = (id: string) => take(api.GET('/api/cases/{id}', { params: { path: { id } } }))
export const fetchFigure = (metric: string, query: { org?: string; period?: string }) =>
  take(api.GET('/api/figures/{metric}', { params: { path: { metric }, query } }))
