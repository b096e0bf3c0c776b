//! Sheets of a list of cases: where they are, and their words.
import { api, take } from '@/api/client'
import type { SheetAsk } from '@/api/types'

export const KINDS = ['slip', 'before_after', 'bulletin'] as const
export type Kind = (typeof KINDS)[number]
/** Cases of one sheet at most. */
export const MOST = 500

const at = (kind: Kind, query: SheetAsk) => ({ params: { path: { kind }, query } })

export const fetchSheet = (kind: Kind, query: SheetAsk) => take(api.GET('/api/reports/sheets/{kind}', { ...at(kind, { ...query, format: 'docx' }), parseAs: 'blob' }))
export const fetchLines = (kind: Kind, query: SheetAsk) => take(api.GET('/api/reports/sheets/{kind}', { ...at(kind, { ...query, format: 'text' }), parseAs: 'text' }))

/** The address of a sheet as a page that prints as it is shown. */
export function printAddress(kind: Kind, query: SheetAsk): string {
  const named = Object.entries({ ...query, format: 'html' }).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return `/api/reports/sheets/${kind}?${new URLSearchParams(named.map(([name, value]) => [name, String(value)])).toString()}`
}
