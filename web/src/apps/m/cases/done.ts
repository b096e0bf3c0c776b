//! The closed cases of several organisations, each read page by page behind its own place.
import type { CasePage, CaseRow } from '@/api/types'

export interface Place {
  org: string
  after?: string
}
export interface DonePage {
  items: CaseRow[]
  next: Place[]
  count: number
}

/** The next page of each organisation that has one; those read to the end fall out. */
export async function closedOf(places: Place[], fetch: (org: string, after?: string) => Promise<CasePage>): Promise<DonePage> {
  const pages = await Promise.all(places.map(async ({ org, after }) => ({ org, page: await fetch(org, after) })))
  return {
    items: pages.flatMap(({ page }) => page.items),
    next: pages.flatMap(({ org, page }) => (page.next ? [{ org, after: page.next }] : [])),
    count: pages.reduce((sum, { page }) => sum + page.totals.count, 0),
  }
}
