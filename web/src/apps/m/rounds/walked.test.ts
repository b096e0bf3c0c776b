//! A round waits on the phone under its own key until it is taken.
import { beforeEach, expect, it, vi } from 'vitest'
import { note, sendWalked, unsent } from './walked'

const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const at = new Date('2026-11-22T00:10:00Z')
const keys = (fetch: ReturnType<typeof vi.fn>): (string | null)[] => fetch.mock.calls.map(([request]) => (request as Request).headers.get('idempotency-key'))

beforeEach(() => localStorage.clear())

it('stays without a signal and goes under the same key', async () => {
  const fetch = vi.fn().mockRejectedValueOnce(new TypeError('no signal')).mockResolvedValue(answer(200, {}))
  vi.stubGlobal('fetch', fetch)
  note('o-1', at, null)
  await expect(sendWalked()).rejects.toBeTruthy()
  expect(unsent.value).toHaveLength(1)
  await sendWalked()
  expect(unsent.value).toEqual([])
  const [first, second] = keys(fetch)
  expect(first).toBe(second)
})

it('goes in the order walked; one refused for good does not hold up the next', async () => {
  const fetch = vi.fn().mockResolvedValueOnce(answer(404, { code: 'obligation.none', title: 'gone' })).mockImplementation(async () => answer(200, {}))
  vi.stubGlobal('fetch', fetch)
  note('gone', at, { lon: 116.5, lat: 39.9, accuracy_m: 5 })
  note('o-1', at, null)
  await expect(sendWalked()).rejects.toMatchObject({ code: 'obligation.none' })
  expect(unsent.value.map(({ obligation }) => obligation)).toEqual(['o-1'])
  await sendWalked()
  expect(unsent.value).toEqual([])
})
