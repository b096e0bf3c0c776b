//! Codes as plates and people write them, where a round begins, and what a checklist still lacks.
import { describe, expect, it } from 'vitest'
import type { Checklist, SiteRow, VisitRow } from '@/api/types'
import { visitBody, type Draft, type VisitWork } from '../drafts/model'
import { metres } from '../kit/where'
import { faceOf, progress, sections, walkOf } from './form'
import { codeOf, nearestOpen, seenToday } from './rows'

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

  it('begins with the nearest that nobody has visited today', () => {
    const seen = seenToday([{ id: 'v2', site: { id: 'a', name: '' }, failed: 1 }, { id: 'v1', site: { id: 'a', name: '' }, failed: 0 }] as VisitRow[])
    expect(seen.get('a')?.id).toBe('v2')
    expect(nearestOpen([{ id: 'a' }, { id: 'b' }] as SiteRow[], seen)?.id).toBe('b')
    expect(nearestOpen([{ id: 'a' }] as SiteRow[], seen)).toBeNull()
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
