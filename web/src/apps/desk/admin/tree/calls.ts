//! Calls of areas and organisations over time: the verbs, what each would move, the history of one, and what nobody reads.
import { api, once, take } from '@/api/client'

export interface Change {
  day: string
  reason: string
  document: string
}
export interface Part {
  id?: string
  name?: string
  short_name?: string
  code?: string
  takes?: string[]
}
interface Merge extends Change {
  with: string[]
  into: Part
}
interface Split extends Change {
  into: Part[]
  rest: number | null
}
type Committees = { committees: boolean }

const at = (id: string) => ({ params: { path: { id } } })

export const mergeAreas = (key: string, id: string, body: Merge & Committees) => take(api.POST('/api/areas/{id}/merge', { ...at(id), body, headers: once(key) }))
export const splitArea = (key: string, id: string, body: Split & Committees) => take(api.POST('/api/areas/{id}/split', { ...at(id), body, headers: once(key) }))
export const moveArea = (key: string, id: string, body: Change & { parent: string }) => take(api.POST('/api/areas/{id}/move', { ...at(id), body, headers: once(key) }))
export const convertArea = (key: string, id: string, body: Change & Committees & { kind: string; name: string; code: string }) =>
  take(api.POST('/api/areas/{id}/convert', { ...at(id), body, headers: once(key) }))
export const closeArea = (key: string, id: string, body: Change) => take(api.POST('/api/areas/{id}/close', { ...at(id), body, headers: once(key) }))
export const handOnArea = (key: string, id: string, body: Change & { to: string }) => take(api.POST('/api/areas/{id}/hand_on', { ...at(id), body, headers: once(key) }))

export const mergeOffices = (key: string, id: string, body: Merge) => take(api.POST('/api/organisations/{id}/merge', { ...at(id), body, headers: once(key) }))
export const splitOffice = (key: string, id: string, body: Split) => take(api.POST('/api/organisations/{id}/split', { ...at(id), body, headers: once(key) }))
export const moveOffice = (key: string, id: string, body: Change & { parent: string | null; area: string | null }) =>
  take(api.POST('/api/organisations/{id}/move', { ...at(id), body, headers: once(key) }))
export const handOnOffice = (key: string, id: string, body: Change & { to: string }) => take(api.POST('/api/organisations/{id}/hand_on', { ...at(id), body, headers: once(key) }))
export const fetchOffice = (id: string) => take(api.GET('/api/organisations/{id}', at(id)))

export const fetchHistory = (of: string) => take(api.GET('/api/successions', { params: { query: { of } } }))
export const fetchPreview = (of: string[]) => take(api.GET('/api/successions/preview', { params: { query: { of: of.join(',') } } }))
export const fetchUnattended = () => take(api.GET('/api/unattended'))
