//! Calls of the case context.
import { api, once, take } from '@/api/client'
import type { CaseAsk, CaseMove, CaseRow, CaseVerb, NewCase } from '@/api/types'

export const fetchCases = (query: CaseAsk) => take(api.GET('/api/cases', { params: { query } }))
const PAGE = 200
const PAGES = 10

/** Every open case, nearest deadline first; `whole` is false where there are more than two thousand. */
export async function fetchOpen(): Promise<{ rows: CaseRow[]; whole: boolean }> {
  const rows: CaseRow[] = []
  let after: string | undefined
  for (let page = 0; page < PAGES; page += 1) {
    const found = await fetchCases({ view: 'open', limit: PAGE, after })
    rows.push(...found.items)
    if (!found.next) return { rows, whole: true }
    after = found.next
  }
  return { rows, whole: false }
}

export const fetchCounts = () => take(api.GET('/api/cases/counts'))
export const fetchCase = (id: string) => take(api.GET('/api/cases/{id}', { params: { path: { id } } }))
export const fetchSuggestion = (category: string, area: string) =>
  take(api.GET('/api/cases/suggest', { params: { query: { category, area } } }))

export const moveCase = (id: string, verb: CaseVerb, body: CaseMove, key: string) =>
  take(api.POST('/api/cases/{id}/{verb}', { params: { path: { id, verb } }, body, headers: once(key) }))
/** The record's id is the key: registering the same form twice makes one case. */
export const registerCase = (id: string, body: NewCase) => take(api.POST('/api/cases', { body, headers: once(id) }))
