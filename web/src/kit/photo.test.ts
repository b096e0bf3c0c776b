//! What goes along with a picture.
import { afterEach, expect, it, vi } from 'vitest'
import { sendPhoto } from './photo'

afterEach(() => vi.restoreAllMocks())

async function meta(said?: object): Promise<Record<string, unknown>> {
  let sent = new FormData()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    sent = await (request as Request).formData()
    return Response.json({ id: 'k' })
  })
  await sendPhoto(new Blob(['jpeg']), 'k', said)
  return JSON.parse(String(sent.get('meta'))) as Record<string, unknown>
}

it('tells the time of sending with the time of taking, by the same clock', async () => {
  const before = Date.now()
  const { taken_at, sent_at } = await meta({ taken_at: '2026-11-22T01:00:00Z' })
  expect(taken_at).toBe('2026-11-22T01:00:00Z')
  expect(Date.parse(String(sent_at))).toBeGreaterThanOrEqual(before)
  expect(await meta()).toEqual({})
})
