//! Codes as plates and people write them, where a round begins, and what a checklist still lacks.
import { describe, expect, it } from 'vitest'
import type { Checklist, OwedItem, SiteRow, VisitRow } from '@/api/types'
import { visitBody } from '../drafts/body'
import type { Draft, VisitWork } from '../drafts/model'
import { metres } from '../kit/where'
import { around } from '../near/points'
import { faceOf, progress, sections, walkOf } from './form'
import { codeOf, nearestOpen, owedFirst, seenSince, slotNow, walkOrder } from './rows'

const list = {
  form: {
    groups: [{ code: 'g', label: 'G', label_en: 'G' }, { code: 'r', label: 'R', label_en: 'R' }],
    items: [
      { key: 'bins', group: 'g', label: '', label_en: '', kind: 'pass_fail', photo: 'on_fail' },
      { key: 'why', group: 'g', label: '', label_en: '', kind: 'text' },
      { key: 'note', group: 'r', label: '', label_en: '', kind: 'text' },
    ],
  },
  rules: { bins: { required: true, fail_when: ['==', ['item', 'bins'], 'fail'] }, why: { relevant: ['==', ['item', 'bins'], 'fail'] } },
} as unknown as Checklist
const work: VisitWork = { kind: 'visit', site: { id: 's', code: '7K3M92H', name: 'gate' }, form: 'f', answers: {}, spot: { lon: 117, lat: 31, accuracy_m: 5 }, far_reason: '' }
const draft: Draft = { id: 'v', account: 'a', made_at: '2026-11-22T01:00:00Z', state: 'writing', why: null, tried: false, shots: [], work }
const shot = { id: 'p-1', blob: new Blob(['jpeg']), taken_at: '2026-11-22T01:00:00Z', spot: null, stored: false, item: 'bins' }

describe('a round', () => {
  it('reads a code from a plate, an address or the keyboard', () => {
    expect(['http://town.example/q/7K3M92H', ' 7k3m-92h ', 'https://other.example/shop'].map(codeOf)).toEqual(['7K3M92H', '7K3M92H', ''])
  })

  const visit = (id: string, site: string, started_at: string) => ({ id, site: { id: site, name: '' }, started_at, failed: 0 }) as VisitRow
  const at = (id: string, lat: number) => ({ id, position: { lon: 117, lat } }) as SiteRow

  it('begins with the nearest that nobody has visited since it began', () => {
    const visits = [visit('v2', 'a', '2026-11-22T01:00:00Z'), visit('v1', 'a', '2026-11-21T23:00:00Z'), visit('v0', 'b', '2026-11-21T23:00:00Z')]
    const seen = seenSince(visits, '2026-11-22T00:30:00Z')
    expect([seen.get('a')?.id, seen.has('b'), seenSince(visits, null).has('b')]).toEqual(['v2', false, true])
    expect(nearestOpen([{ id: 'a' }, { id: 'b' }] as SiteRow[], seen)?.id).toBe('b')
    expect(nearestOpen([{ id: 'a' }] as SiteRow[], seen)).toBeNull()
  })

  it('walks what is seen first, then always on to the nearest next', () => {
    const seen = seenSince([visit('v2', 'y', '02'), visit('v1', 'x', '01')], null)
    const rows = [at('far', 31.009), at('near', 31.001), at('y', 31), at('behind', 30.997), at('beyond', 31.004), at('x', 31.02), { id: 'nowhere', position: null } as SiteRow]
    expect(walkOrder(rows, seen, { lon: 117, lat: 31 }).map(({ id }) => id)).toEqual(['x', 'y', 'near', 'beyond', 'far', 'behind', 'nowhere'])
    expect(walkOrder(rows, seen, null).map(({ id }) => id)).toEqual(['x', 'y', 'far', 'near', 'behind', 'beyond', 'nowhere'])
  })

  const slot = (state: string, opens_at: string, closes_at: string) => ({ state, opens_at, closes_at }) as OwedItem['slots'][number]
  it('names the slot to walk now, else the next', () => {
    const [week, second, third] = [slot('open', '01', '99'), slot('open', '08', '10'), slot('coming', '14', '16')]
    expect(slotNow([slot('missed', '07', '08'), week, second, third])).toBe(second)
    expect(slotNow([slot('done', '08', '10'), slot('coming', '16', '18'), third])).toBe(third)
    expect(slotNow([slot('done', '08', '10')])).toBeNull()
  })

  it('is owed where it closes first, of those the nearest', () => {
    const owed = (obligation: string, slots: OwedItem['slots'], lat?: number) => ({ obligation, slots, position: lat === undefined ? null : { lon: 117, lat } }) as OwedItem
    const items = [owed('week', [slot('open', '01', '99')]), owed('over', [slot('missed', '07', '08')]), owed('far', [slot('open', '08', '10')], 31.1), owed('later', [slot('coming', '14', '16')]), owed('here', [slot('open', '08', '10')], 31)]
    expect(owedFirst(items, { lon: 117, lat: 31 }).map(({ obligation }) => obligation)).toEqual(['here', 'far', 'week', 'later', 'over'])
    expect(owedFirst(items, null).map(({ obligation }) => obligation)).toEqual(['far', 'here', 'week', 'later', 'over'])
  })

  it('finds open cases within walking distance', () => {
    const point = (id: string, lat: number) => ({ id, lon: 117, lat, number: '', title: '', state: 'accepted' as const, late: false, area: 'a' })
    expect(around([point('far', 31.006), point('b', 31.002), point('a', 31.001)], { lon: 117, lat: 31 }).map(({ id, metres: far }) => [id, far])).toEqual([['a', 111], ['b', 222]])
  })

  it('measures in metres', () => {
    expect(Math.round(metres({ lon: 117, lat: 31 }, { lon: 117, lat: 31.001 }))).toBe(111)
  })
})

describe('a checklist', () => {
  const form = faceOf(list)

  it('asks what is relevant and says what lacks', () => {
    const empty = walkOf(form, draft, work)
    expect(sections(form, empty).map((one) => one.questions.length)).toEqual([1, 1])
    expect(progress(form, empty)).toEqual({ done: 0, of: 1, failed: 0, lacks: [{ key: 'bins', why: 'answer.required' }] })
    const failing = { ...work, answers: { bins: 'fail' } }
    const failed = walkOf(form, draft, failing)
    expect(sections(form, failed)[0]?.questions.map((one) => one.number)).toEqual([1, 2])
    expect(progress(form, failed).lacks).toEqual([{ key: 'bins', why: 'photo.required' }])
    expect(progress(form, walkOf(form, { ...draft, shots: [shot] }, failing)).lacks).toEqual([])
  })

  it('sends photos under their questions, and why one stood far away beside the answers', () => {
    const body = visitBody({ ...draft, shots: [shot] }, { ...work, answers: { bins: 'fail', note: 'wet' }, far_reason: ' fence ' })
    expect(body).toEqual({
      site: 's', form: 'f', answers: { bins: 'fail', note: 'wet' }, photos: { bins: ['p-1'] }, position: { lon: 117, lat: 31, datum: 'wgs84' }, far_reason: 'fence', started_at: '2026-11-22T01:00:00Z',
    })
    expect(visitBody(draft, work).far_reason).toBeUndefined()
  })
})
