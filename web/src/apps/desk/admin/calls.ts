//! Calls of the directory: areas by level, organisations, posts, people, accounts, grants, roles.
import { api, once, take } from '@/api/client'
import type { Area, Role } from '@/api/types'

const MORE = 'wenming-more'
const PAGE = 200
/** More roots than the country has provinces are not looked for. */
const ROOTS = 40

interface AreaPage {
  items: Area[]
  more: boolean
}
type AreaAsk = { parent?: string; q?: string; after?: string; limit?: number }

async function areas(query: AreaAsk): Promise<AreaPage> {
  let more = false
  const call = api.GET('/api/areas', { params: { query } })
  const items = await take(call.then((answer) => ((more = answer.response.headers.get(MORE) === 'true'), answer)))
  return { items, more }
}

export const fetchChildren = (parent: string, after?: string) => areas({ parent, after, limit: PAGE })
export const searchAreas = async (q: string) => (await areas({ q, limit: PAGE })).items

/** The uppermost areas one may see: one row each, the next asked behind the whole subtree of the last. */
export async function fetchRoots(): Promise<Area[]> {
  const roots: Area[] = []
  let after: string | undefined
  while (roots.length < ROOTS) {
    const [found] = (await areas({ after, limit: 1 })).items
    if (!found) break
    roots.push(found)
    after = `${found.path}~` // behind every label below it
  }
  return roots
}

const at = (id: string) => ({ params: { path: { id } } })
const nothing = {}
type Change = { day: string; reason: string }

export const fetchArea = (id: string) => take(api.GET('/api/areas/{id}', at(id)))
export const addArea = (key: string, body: { code: string; name: string; level: string; parent: string }) => take(api.POST('/api/areas', { body, headers: once(key) }))
export const renameArea = (key: string, id: string, body: Change & { name: string }) => take(api.POST('/api/areas/{id}/rename', { ...at(id), body, headers: once(key) }))
export const recodeArea = (key: string, id: string, body: Change & { code: string }) => take(api.POST('/api/areas/{id}/recode', { ...at(id), body, headers: once(key) }))

export const fetchOrganisations = () => take(api.GET('/api/organisations'))
type Office = { code: string; name: string; short_name: string; kind: string; area: string; parent: string | null }
export const addOrganisation = (key: string, body: Office) => take(api.POST('/api/organisations', { body, headers: once(key) }))
export const renameOrganisation = (key: string, id: string, body: { name: string; short_name: string; day: string; reason: string; document: string }) =>
  take(api.POST('/api/organisations/{id}/rename', { ...at(id), body, headers: once(key) }))
export const closeOrganisation = (key: string, id: string, body: Change) => take(api.POST('/api/organisations/{id}/close', { ...at(id), body, headers: once(key) }))

export const fetchPosts = async (organisation: string) => (await take(api.GET('/api/positions', { params: { query: { organisation, limit: PAGE } } }))).items
export const openPost = (key: string, body: { organisation: string; title: string; head: boolean }) => take(api.POST('/api/positions', { body, headers: once(key) }))
export const closePost = (key: string, id: string, body: Change) => take(api.POST('/api/positions/{id}/close', { ...at(id), body, headers: once(key) }))
export const putHolder = (key: string, id: string, body: { person: string; from: string }) => take(api.POST('/api/positions/{id}/holder', { ...at(id), body, headers: once(key) }))
export const vacatePost = (key: string, id: string, body: Change) => take(api.POST('/api/positions/{id}/vacate', { ...at(id), body, headers: once(key) }))

type NewGrant = { position: string; role: string; area: string; scope: 'all' | 'own' | 'lines'; lines: string[] }
export const giveGrant = (key: string, body: NewGrant) => take(api.POST('/api/grants', { body, headers: once(key) }))
export const endGrant = (key: string, id: string, body: Change) => take(api.POST('/api/grants/{id}/end', { ...at(id), body, headers: once(key) }))

export const fetchPeople = (query: { q?: string; after?: string; limit?: number }) => take(api.GET('/api/people', { params: { query } }))
export const addPerson = (key: string, name: string) => take(api.POST('/api/people', { body: { name }, headers: once(key) }))
export const renamePerson = (key: string, id: string, name: string) => take(api.POST('/api/people/{id}/rename', { ...at(id), body: { name }, headers: once(key) }))
export const openAccount = (key: string, id: string, login: string) => take(api.POST('/api/people/{id}/account', { ...at(id), body: { login }, headers: once(key) }))
export const resetAccount = (key: string, id: string) => take(api.POST('/api/people/{id}/account/reset', { ...at(id), body: nothing, headers: once(key) }))
export const disableAccount = (key: string, id: string) => take(api.POST('/api/people/{id}/account/disable', { ...at(id), body: nothing, headers: once(key) }))
export const enableAccount = (key: string, id: string) => take(api.POST('/api/people/{id}/account/enable', { ...at(id), body: nothing, headers: once(key) }))
export const fetchRights = (id: string, area: string | null) =>
  take(api.GET('/api/people/{id}/rights', { params: { path: { id }, query: area ? { area } : {} } }))

export const fetchRoles = () => take(api.GET('/api/roles'))
export const addRole = (key: string, body: Role) => take(api.POST('/api/roles', { body, headers: once(key) }))
export const changeRole = (key: string, body: Role) => take(api.POST('/api/roles/{code}', { params: { path: { code: body.code } }, body, headers: once(key) }))
