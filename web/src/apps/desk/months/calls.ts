//! Calls for closed months, and for what changed since in a month or a paper.
import { api, once, take } from '@/api/client'

export const fetchMonths = (area?: string) => take(api.GET('/api/months', { params: { query: { area } } }))
export const fetchChanges = (id: string) => take(api.GET('/api/months/{id}', { params: { path: { id } } }))
export const closeMonth = (area: string, month: string, key: string) =>
  take(api.POST('/api/months/close', { params: { header: once(key) }, body: { area, month } }))
export const reopenMonth = (id: string, reason: string, key: string) =>
  take(api.POST('/api/months/{id}/reopen', { params: { path: { id }, header: once(key) }, body: { reason } }))
export const fetchPaperChanges = (id: string) => take(api.GET('/api/reports/summaries/{id}/changes', { params: { path: { id } } }))
