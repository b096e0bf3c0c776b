//! Drafts outlive the page with their photos, each account its own.
import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { reactive } from 'vue'
import { reportBody, roundBody } from './body'
import { isTouched, type Draft, type ReportWork } from './model'
import { takeOldRounds } from './old'
import { eraseDraft, readDrafts, writeDraft } from './store'

const work: ReportWork = { kind: 'report', category: null, area: null, place: 'gate', title: '', titled: false, description: '', spot: { lon: 110, lat: 30, accuracy_m: 8 }, fix: null }
const draft = (id: string, account = 'a'): Draft => ({
  id, account, made_at: '2026-11-22T01:00:00Z', state: 'writing', why: null, tried: false, work: { ...work },
  shots: [{ id: `${id}-photo`, blob: new Blob(['jpeg']), taken_at: '2026-11-22T01:00:00Z', spot: null, stored: false }],
})

it('gives back what a page was holding, newest first, to its own account only', async () => {
  await writeDraft(reactive(draft('1')))
  await writeDraft(reactive(draft('2')))
  await writeDraft(draft('3', 'b'))
  const found = await readDrafts('a')
  expect(found.map(({ id }) => id)).toEqual(['2', '1'])
  expect(found[0]?.work).toEqual(work)
  expect(found[0]?.shots[0]?.id).toBe('2-photo')
})

it('takes over rounds that were kept beside the drafts, under their keys, once', async () => {
  localStorage.setItem('wenming.walked.c', JSON.stringify([{ id: 'r-1', obligation: 'o-1', walked_at: '2026-11-22T00:10:00Z', position: { lon: 117, lat: 31 } }]))
  await takeOldRounds('c', writeDraft)
  await takeOldRounds('c', writeDraft)
  const [round, ...more] = await readDrafts('c')
  expect([round?.id, round?.state, round?.tried, more]).toEqual(['r-1', 'waiting', true, []])
  // the body that may have been sent before, to the letter
  expect(JSON.stringify(round?.work.kind === 'round' && roundBody(round, round.work))).toBe('{"obligation":"o-1","walked_at":"2026-11-22T00:10:00Z","position":{"lon":117,"lat":31}}')
})

it('forgets what is erased', async () => {
  await eraseDraft('2')
  expect((await readDrafts('a')).map(({ id }) => id)).toEqual(['1'])
})

it('is worth keeping from the first photo or word on, not for what fills itself in', () => {
  expect(isTouched(draft('1'))).toBe(true)
  expect(isTouched({ ...draft('1'), shots: [], work: { ...work, place: '', area: 'by position', title: 'by rule' } })).toBe(false)
})

it('gives the same body each time', () => {
  const one = draft('1')
  expect(reportBody(one, work)).toEqual(reportBody({ ...one, state: 'waiting', tried: true }, work))
  expect(reportBody(one, work)).toMatchObject({ photos: ['1-photo'], found_at: one.made_at, position: { lon: 110, lat: 30, datum: 'wgs84' } })
  expect(reportBody(one, { ...work, condition: 'night' })).toMatchObject({ condition: 'night' })
})
