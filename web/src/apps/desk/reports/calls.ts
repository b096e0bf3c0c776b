//! Calls of the papers: the list, one paper with its history, and the verbs on it.
import { api, once, take } from '@/api/client'
import { newId } from '@/api/id'
import type { WrittenRun } from '@/api/types'

const at = (id: string) => ({ path: { id } })
const seen = (version: number) => ({ 'If-Match': String(version) })

export const fetchSummaries = () => take(api.GET('/api/reports/summaries'))
export const fetchSummary = (id: string) => take(api.GET('/api/reports/summaries/{id}', { params: at(id) }))
export const fetchHistory = (id: string) => take(api.GET('/api/reports/summaries/{id}/history', { params: at(id) }))
export const fetchDocx = (id: string) => take(api.GET('/api/reports/summaries/{id}/docx', { params: at(id), parseAs: 'blob' }))

export const makeSummary = (period: string, key: string) =>
  take(api.POST('/api/reports/summaries', { params: { header: once(key) }, body: { period } }))
export const writeBlock = (id: string, block: string, runs: WrittenRun[], version: number, key: string) =>
  take(api.PUT('/api/reports/summaries/{id}/blocks/{block}', { params: { path: { id, block }, header: { ...seen(version), ...once(key) } }, body: { runs } }))
export const refreshSummary = (id: string, version: number, key: string) =>
  take(api.POST('/api/reports/summaries/{id}/refresh', { params: { path: { id }, header: { ...seen(version), ...once(key) } } }))

const part = (id: string, block: string) => ({ path: { id, block } })
export const holdBlock = (id: string, block: string) => take(api.POST('/api/reports/summaries/{id}/blocks/{block}/hold', { params: { ...part(id, block), header: once(newId()) }, body: {} }))
/** `leaving`: the page goes, the request outlives it. */
export const releaseBlock = (id: string, block: string, leaving = false) =>
  take(api.DELETE('/api/reports/summaries/{id}/blocks/{block}/hold', { params: { ...part(id, block), header: once(newId()) }, keepalive: leaving }))
