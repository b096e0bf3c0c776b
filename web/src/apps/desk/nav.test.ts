//! The desk opens where the role says, as far as one of its verbs is held there.
import { afterEach, expect, it, vi } from 'vitest'
import { openSession } from '@/app/session'
import { landing } from './nav'

afterEach(() => vi.restoreAllMocks())

async function lands(on: string | null, verbs: string[]): Promise<string> {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify({ lands_on: on, work_day_minutes: 480, verbs, now: '2026-10-30T01:00:00Z' }), { status: 200, headers: { 'content-type': 'application/json' } }))
  await openSession()
  return landing()
}

it.each([
  ['today', ['case.read'], 'today'],
  ['cases', ['case.read', 'case.verify'], 'cases'],
  ['settings', ['system.read'], 'admin'],
  ['round', ['obligation.read', 'inspection.visit'], 'inspections'],
  ['round', ['inspection.visit'], 'today'],
  [null, ['case.read'], 'today'],
])('%s with %o opens %s', async (on, verbs, page) => {
  expect(await lands(on, verbs)).toBe(page)
})
