//! Calls of the case context.
import { api, once, take } from '@/api/client'
import type { CaseAsk, CaseMove, CaseSplit, CaseVerb, NewCase, UrgeAsk } from '@/api/types'

export const fetchCases = (query: CaseAsk) => take(api.GET('/api/cases', { params: { query } }))
export const fetchTotals = (query: CaseAsk) => take(api.GET('/api/cases/totals', { params: { query } }))
export const fetchGroups = (by: 'lead' | 'area' | 'line') => take(api.GET('/api/cases/groups', { params: { query: { by, view: 'open' } } }))
export const fetchPoints = () => take(api.GET('/api/cases/points', { params: { query: { view: 'open' } } }))
/** Whom an urging of all these cases would reach; nothing is written. */
export const fetchUrging = (query: UrgeAsk) => take(api.GET('/api/cases/urge', { params: { query } }))
export const urgeCases = (filter: UrgeAsk, reason: string, key: string) => take(api.POST('/api/cases/urge', { body: { ...filter, reason: reason || null }, headers: once(key) }))
export const fetchCounts = () => take(api.GET('/api/cases/counts'))
export const fetchCase = (id: string) => take(api.GET('/api/cases/{id}', { params: { path: { id } } }))
export const fetchChanges = (id: string, after: string | null) => take(api.GET('/api/cases/{id}/changes', { params: { path: { id }, query: { after: after ?? undefined } } }))
export const fetchSite = (id: string) => take(api.GET('/api/sites/{id}', { params: { path: { id } } }))
export const fetchCaseReferral = (id: string) => take(api.GET('/api/cases/{id}/referral', { params: { path: { id } } }))
export const fetchRound = (id: string) => take(api.GET('/api/rounds/{id}', { params: { path: { id } } }))

export const moveCase = (id: string, verb: CaseVerb, body: CaseMove, key: string) =>
  take(api.POST('/api/cases/{id}/{verb}', { params: { path: { id, verb } }, body, headers: once(key) }))
export const splitCase = (id: string, body: CaseSplit, key: string) => take(api.POST('/api/cases/{id}/split', { params: { path: { id } }, body, headers: once(key) }))
/** The record's id is the key: registering the same form twice makes one case. */
export const registerCase = (id: string, body: NewCase) => take(api.POST('/api/cases', { body, headers: once(id) }))
