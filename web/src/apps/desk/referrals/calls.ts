//! Calls of superiors' lists.
import { api, once, take } from '@/api/client'
import type { ReferralMend, ReferralPaper, ReferralRole } from '@/api/types'

const at = (id: string) => ({ params: { path: { id } } })

export const fetchReferrals = (after: string | undefined) => take(api.GET('/api/referrals', { params: { query: { after } } }))
export const fetchReferral = (id: string) => take(api.GET('/api/referrals/{id}', at(id)))
export const fetchSenders = () => take(api.GET('/api/referrals/senders'))

/** All rows, page by page; a list has two thousand at most. */
export async function fetchItems(id: string) {
  const items = []
  let after: number | null | undefined = 0
  while (typeof after === 'number') {
    const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage(id, after)
    items.push(...page.items)
    after = page.next
  }
  return items
}
const fetchPage = (id: string, after: number) => take(api.GET('/api/referrals/{id}/items', { params: { path: { id }, query: { after } } }))

/** The list's id is the key: sent again it is the same list. */
export function receiveList(id: string, paper: ReferralPaper, files: File[]) {
  const form = new FormData()
  form.append('paper', JSON.stringify(paper))
  for (const file of files) form.append('file', file)
  return take(api.POST('/api/referrals', { body: form as never, bodySerializer: (body) => body, headers: once(id) }))
}
export const matchColumns = (id: string, version: number, roles: ReferralRole[], key: string) => take(api.POST('/api/referrals/{id}/match', { ...at(id), body: { version, roles }, headers: once(key) }))
export const mendItem = (id: string, body: ReferralMend, key: string) => take(api.POST('/api/referral-items/{id}/mend', { ...at(id), body, headers: once(key) }))
export const dispatchList = (id: string, version: number, key: string) => take(api.POST('/api/referrals/{id}/dispatch', { ...at(id), body: { version }, headers: once(key) }))
export const answerList = (id: string, version: number, key: string) => take(api.POST('/api/referrals/{id}/answer', { ...at(id), body: { version }, headers: once(key) }))
export const cancelList = (id: string, version: number, reason: string, key: string) => take(api.POST('/api/referrals/{id}/cancel', { ...at(id), body: { version, reason }, headers: once(key) }))

export const fileUrl = (id: string): string => `/api/referrals/${id}/file`
export const draftUrl = (id: string, format: 'xlsx' | 'docx'): string => `/api/referrals/${id}/answer?format=${format}`
export const answerUrl = (id: string, format: 'xlsx' | 'docx'): string => `/api/referral-answers/${id}?format=${format}`
