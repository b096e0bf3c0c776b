//! Keys on writes, problems from answers, and the way out when nobody is signed in.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { speak } from '@/i18n'
import { useAttempt } from './attempt'
import { api, callAs, onSignedOut, once, take } from './client'
import { newId } from './id'
import { asProblem, Problem } from './problem'
import { problemWords } from './words'

const answer = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })
const serve = (status: number, body: unknown) => vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answer(status, body))
const caught = async (call: Promise<unknown>): Promise<Problem> => call.then(() => Promise.reject(new Error('no problem')), asProblem)

afterEach(() => vi.restoreAllMocks())

describe('ids', () => {
  it('are version 7 and grow with time', () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(newId(1)).toMatch(/^00000000-0001-7/)
    expect(newId(1_000) < newId(2_000)).toBe(true)
  })

  it('stay while the content stays', () => {
    const key = useAttempt()
    const first = key({ reason: 'a' })
    expect(key({ reason: 'a' })).toBe(first)
    expect(key({ reason: 'b' })).not.toBe(first)
  })
})

describe('calls', () => {
  it('carry a key when they write, and only then', async () => {
    const fetch = serve(200, {})
    await take(api.GET('/api/waiting'))
    await take(api.DELETE('/api/session'))
    await take(api.POST('/api/session', { body: { login: 'a', password: 'b' }, headers: once('k-1') }))
    const keys = fetch.mock.calls.map(([request]) => (request as Request).headers.get('Idempotency-Key'))
    expect(keys[0]).toBeNull()
    expect(keys[1]).toMatch(/-7/)
    expect(keys[2]).toBe('k-1')
  })

  it('name the post that is acted in, and the one that a write was made in', async () => {
    const fetch = serve(200, {})
    await take(api.GET('/api/waiting'))
    callAs('p-1')
    await take(api.GET('/api/waiting'))
    await take(api.POST('/api/session', { body: { login: 'a', password: 'b' }, headers: once('k-1', 'p-2') }))
    expect(document.cookie).toContain('wenming_post=p-1')
    callAs('')
    await take(api.GET('/api/waiting'))
    expect(fetch.mock.calls.map(([request]) => (request as Request).headers.get('Acting-Post'))).toEqual([null, 'p-1', 'p-2', null])
    expect(document.cookie).not.toContain('p-1')
  })

  it('wait for a busy server and go again under the same key, a few times', async () => {
    vi.useFakeTimers()
    const busy = answer(503, { code: 'server.busy' })
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementationOnce(async () => busy).mockImplementation(async () => answer(200, { done: true }))
    const done = take(api.POST('/api/session', { body: { login: 'a', password: 'b' } }))
    await vi.runAllTimersAsync()
    expect(await done).toEqual({ done: true })
    const sent = fetch.mock.calls.map(([request]) => request as Request)
    expect(new Set(sent.map((request) => request.headers.get('Idempotency-Key'))).size).toBe(1)
    expect(await Promise.all(sent.map((request) => request.text()))).toEqual(Array(2).fill(JSON.stringify({ login: 'a', password: 'b' })))

    fetch.mockReset()
    serve(503, { code: 'server.busy' })
    const refused = caught(take(api.GET('/api/waiting')))
    await vi.runAllTimersAsync()
    expect((await refused).code).toBe('server.busy')
    expect(vi.mocked(globalThis.fetch).mock.calls).toHaveLength(4)
    vi.useRealTimers()
  })

  it('throw what the server says', async () => {
    serve(409, { code: 'case.not_now', title: 'Not now', params: { state: 'closed', verb: 'accept' }, request: '0199-4f2a' })
    const problem = await caught(take(api.GET('/api/waiting')))
    expect([problem.status, problem.code, problem.number, problem.offline]).toEqual([409, 'case.not_now', '4F2A', false])
    await speak('zh-CN')
    expect(problemWords(problem)).toBe('这件案件现在是“已结案”，不能受理。请看最新的经过。')
  })

  it('tell a silent server from a refusal', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('failed'))
    expect((await caught(take(api.GET('/api/waiting')))).offline).toBe(true)
  })

  it('lead to the sign-in page only when nobody is signed in', async () => {
    const left = vi.fn()
    onSignedOut(left)
    serve(401, { code: 'sign_in.refused', title: 'Refused' })
    await caught(take(api.GET('/api/waiting')))
    expect(left).not.toHaveBeenCalled()
    serve(401, { code: 'session.none', title: 'None' })
    await caught(take(api.GET('/api/waiting')))
    expect(left).toHaveBeenCalledOnce()
  })

  it('fall back to the title', () => {
    expect(problemWords(new Problem(422, { code: 'x.unknown', title: 'Unknown thing' }))).toBe('Unknown thing')
  })
})
