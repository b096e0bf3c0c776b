//! A refused write is sent again with the reason, or stays refused.
import { afterEach, expect, it, vi } from 'vitest'
import { enterLate, question } from './late'

const params = { month: '2026-10', area: '柳河镇', closed_at: '2026-11-03T01:00:00Z', closed_by: '周敏', permitted: true }
const refused = (body: object) => new Response(JSON.stringify(body), { status: 409 })
const write = () => new Request('http://desk/api/cases/1/cancel', { method: 'POST', body: '{}', headers: { 'Idempotency-Key': 'k' } })
afterEach(() => vi.unstubAllGlobals())

it('asks once and sends the same write with the reason in per cent signs', async () => {
  const sent = vi.fn((request: Request) => Promise.resolve(new Response(request.headers.get('Late-Reason'))))
  vi.stubGlobal('fetch', sent)
  const done = enterLate(write(), refused({ code: 'month.closed', params }))
  await vi.waitFor(() => expect(question.value?.about.month).toBe('2026-10'))
  question.value?.answer('补录 100%')
  expect(decodeURIComponent(await (await done).text())).toBe('补录 100%')
  expect(sent.mock.calls[0]?.[0].headers.get('Idempotency-Key')).toBe('k')
  expect(question.value).toBeNull()
})

it.each([
  ['another conflict', { code: 'case.stale' }],
  ['somebody without the right', { code: 'month.closed', params: { ...params, permitted: false } }],
])('leaves the refusal of %s', async (_, body) => {
  const answer = refused(body)
  expect(await enterLate(write(), answer)).toBe(answer)
})

it('leaves the refusal when nobody gives a reason', async () => {
  const answer = refused({ code: 'month.closed', params })
  const done = enterLate(write(), answer)
  await vi.waitFor(() => expect(question.value).not.toBeNull())
  question.value?.answer(null)
  expect(await done).toBe(answer)
})
