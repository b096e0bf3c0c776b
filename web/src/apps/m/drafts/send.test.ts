//! A draft is sent under the same keys until the server has confirmed it, and never twice as two.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import type { CaseView, FileView, Visit } from '@/api/types'
import { reportBody } from './body'
import { follow } from './follow'
import type { Draft } from './model'
import { isRefusal, send, type Ports } from './send'

const shot = (id: string) => ({ id, blob: new Blob(['jpeg']), taken_at: '2026-11-22T01:00:00Z', spot: null, stored: false })
const draft = (): Draft => ({
  id: 'case-1', account: 'a', made_at: '2026-11-22T01:00:00Z', state: 'writing', why: null, tried: false, shots: [shot('photo-1'), shot('photo-2')],
  work: { kind: 'report', category: 'sanitation.litter', area: 'area', place: 'gate', title: 'litter', titled: false, description: '', spot: null, fix: null },
})
const offline = new Problem(0, { code: 'net.unreachable' })
const view = (id: string) => ({ id, number: '2611-0001' }) as CaseView

let ports: Ports & { sent: string[] }
beforeEach(() => {
  const sent: string[] = []
  ports = {
    sent,
    photo: vi.fn(async ({ id }) => (sent.push(id), { id } as FileView)),
    write: vi.fn(async ({ id }) => (sent.push(id), view(id))),
    keep: vi.fn(async () => undefined),
    drop: vi.fn(async () => undefined),
  }
})

describe('sending', () => {
  it('sends photos, then the case, and leaves the phone when both are echoed', async () => {
    expect(await send(draft(), ports)).toEqual({ done: view('case-1') })
    expect(ports.sent).toEqual(['photo-1', 'photo-2', 'case-1'])
    expect(ports.drop).toHaveBeenCalledWith('case-1')
  })

  it('sends again under the same keys, without photos already stored', async () => {
    const one = draft()
    vi.mocked(ports.write).mockRejectedValueOnce(offline)
    await send(one, ports)
    expect([one.state, one.tried, one.why?.code]).toEqual(['waiting', true, 'net.unreachable'])
    expect(ports.drop).not.toHaveBeenCalled()
    await send(one, ports)
    expect(ports.sent).toEqual(['photo-1', 'photo-2', 'case-1'])
    expect(vi.mocked(ports.write).mock.calls.map(([sent]) => sent.id)).toEqual(['case-1', 'case-1'])
  })

  it('may still be edited when only a photo failed', async () => {
    const one = draft()
    vi.mocked(ports.photo).mockRejectedValueOnce(offline)
    await send(one, ports)
    expect([one.state, one.tried, one.shots.map((each) => each.stored)]).toEqual(['waiting', false, [false, false]])
    expect(ports.write).not.toHaveBeenCalled()
  })

  it('does not believe an answer that does not echo its id', async () => {
    const one = draft()
    vi.mocked(ports.write).mockResolvedValueOnce(view('portal'))
    expect('problem' in (await send(one, ports))).toBe(true)
    expect(one.state).toBe('waiting')
    expect(ports.drop).not.toHaveBeenCalled()
  })

  it('expects a step to echo its case', async () => {
    const one: Draft = { ...draft(), id: 'key', shots: [], work: { kind: 'step', case: 'case-9', number: '', title: '', verb: 'accept', version: 3, reason: '', limit: null } }
    vi.mocked(ports.write).mockResolvedValueOnce(view('case-9'))
    expect('done' in (await send(one, ports))).toBe(true)
  })

  describe('a report put right on the spot', () => {
    const fixed = (): Draft => {
      const one = draft()
      return { ...one, work: { ...one.work, fix: { id: 'step-key', shots: [shot('after-1')] } } as Draft['work'] }
    }

    it('sends the report, then the fix with its own photos and key', async () => {
      vi.mocked(ports.write).mockImplementation(async ({ id, work }) => (ports.sent.push(id), view(work.kind === 'step' ? work.case : id)))
      expect(await send(fixed(), ports)).toEqual({ done: view('case-1') })
      expect(ports.sent).toEqual(['photo-1', 'photo-2', 'case-1', 'after-1', 'step-key'])
      expect(vi.mocked(ports.drop).mock.calls.flat()).toEqual(['case-1', 'step-key'])
    })

    it('keeps the fix on the phone when only the report arrives', async () => {
      vi.mocked(ports.write).mockResolvedValueOnce(view('case-1')).mockRejectedValueOnce(offline)
      expect(await send(fixed(), ports)).toEqual({ done: view('case-1'), left: offline })
      expect(vi.mocked(ports.drop).mock.calls.flat()).toEqual(['case-1'])
      const kept = vi.mocked(ports.keep).mock.calls.at(-1)?.[0]
      expect([kept?.id, kept?.state, kept?.work.kind === 'step' && kept.work.verb]).toEqual(['step-key', 'waiting', 'fix_on_spot'])
    })
  })

  describe('a visit with two cases', () => {
    const filing = (id: string) => ({ id, category: 'sanitation.litter', title: 'gate litter', description: '' })
    const made = (): Draft => ({
      ...draft(), id: 'visit-1', shots: [],
      work: { kind: 'visit', site: { id: 's', code: '7K3M92H', name: 'gate' }, form: 'f', answers: {}, spot: null, far_reason: '', filings: { a: filing('case-a'), b: filing('case-b'), c: null, passed: filing('case-p') } },
    })
    const visit = { id: 'visit-1', site: { id: 's', name: 'gate' }, area: { id: 'area', name: '' }, position: [117, 31], answers: {}, findings: ['a', 'b', 'c'].map((item) => ({ item, photos: [`photo-${item}`], case: null })) } as unknown as Visit
    const answer = async ({ id }: Draft) => (ports.sent.push(id), id === 'visit-1' ? visit : view(id))

    it('sends the visit, then each case under the key chosen at the item; not what passed after all, not what is only recorded', async () => {
      vi.mocked(ports.write).mockImplementation(answer)
      expect(await send(made(), ports)).toMatchObject({ done: { id: 'visit-1', findings: [{ case: 'case-a', outcome: { number: '2611-0001' } }, { case: 'case-b' }, { case: null }] } })
      expect(ports.sent).toEqual(['visit-1', 'case-a', 'case-b'])
      const [, first] = vi.mocked(ports.write).mock.calls.map(([sent]) => sent.work)
      expect(first).toMatchObject({ kind: 'report', title: 'gate litter', area: 'area', place: 'gate', spot: { lon: 117, lat: 31 }, finding: { visit: 'visit-1', item: 'a', photos: ['photo-a'] } })
    })

    it('keeps on the phone the case that has no answer, and sends it again as the same', async () => {
      vi.mocked(ports.write).mockImplementation(async (one) => (one.id === 'case-a' ? Promise.reject(offline) : answer(one)))
      expect(await send(made(), ports)).toMatchObject({ done: { findings: [{ case: null }, { case: 'case-b' }, { case: null }] }, left: offline })
      expect(vi.mocked(ports.drop).mock.calls.flat()).toEqual(['visit-1', 'case-b'])
      const kept = vi.mocked(ports.keep).mock.calls.map(([one]) => one).filter(({ id }) => id === 'case-a').at(-1)
      expect([kept?.state, kept?.tried]).toEqual(['waiting', true])
    })

    it('followed a second time asks for the same cases under the same keys', () => {
      const [first, second] = [follow(made(), visit), follow(made(), visit)]
      expect(first).toEqual(second)
      expect(first.map(({ work }) => work.kind === 'report' && reportBody(first[0] as Draft, work).finding)).toEqual([{ visit: 'visit-1', item: 'a' }, { visit: 'visit-1', item: 'b' }])
    })
  })

  it('sends a report without its round where the round does not hold the place', async () => {
    const one = draft()
    Object.assign(one.work, { round: 'r-1' })
    vi.mocked(ports.write).mockRejectedValueOnce(new Problem(422, { code: 'case.round', field: 'round' }))
    expect('done' in (await send(one, ports))).toBe(true)
    expect(one.work.kind === 'report' && one.work.round).toBeNull()
  })

  it('parks a refusal with its reason and lets it be edited', async () => {
    const one = { ...draft(), tried: true }
    vi.mocked(ports.write).mockRejectedValueOnce(new Problem(422, { code: 'case.photo_missing', params: { wanted: 2 } }))
    await send(one, ports)
    expect([one.state, one.tried, one.why]).toEqual(['refused', false, { status: 422, code: 'case.photo_missing', params: { wanted: 2 } }])
  })

  it('goes under the post of the day when the one it was written in has ended', async () => {
    const one = { ...draft(), post: 'p-1' }
    vi.mocked(ports.write).mockRejectedValueOnce(new Problem(403, { code: 'post.not_yours' }))
    await send(one, ports)
    expect([one.state, one.why?.code, one.post]).toEqual(['refused', 'post.not_yours', undefined])
  })

  it('sends photos once more that the server has cleared away', async () => {
    const one = draft()
    one.shots.forEach((each) => (each.stored = true))
    vi.mocked(ports.write).mockRejectedValueOnce(new Problem(422, { code: 'file.none' }))
    expect('done' in (await send(one, ports))).toBe(true)
    expect(ports.sent).toEqual(['photo-1', 'photo-2', 'case-1'])
  })

  it('gives up after one round when the photos stay unknown', async () => {
    const one = draft()
    vi.mocked(ports.write).mockRejectedValue(new Problem(422, { code: 'file.none' }))
    await send(one, ports)
    expect(vi.mocked(ports.write).mock.calls.length).toBeLessThanOrEqual(2)
    expect(one.state).toBe('refused')
  })
})

describe('answers', () => {
  it.each([
    [0, 'net.unreachable', false], [401, 'session.none', false], [408, 'x', false], [425, 'x', false], [429, 'x', false], [503, 'server.busy', false],
    [403, 'http.403', false], [403, 'permission.denied', true], [409, 'case.not_now', true], [412, 'case.stale', true], [422, 'case.reason_missing', true],
  ])('%d %s is a refusal: %s', (status, code, refused) => {
    expect(isRefusal(new Problem(status, { code }))).toBe(refused)
  })
})
