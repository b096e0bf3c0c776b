//! A stale write is told with who changed what.
import { beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { speak } from '@/i18n'
import { theirs, theirWords, valueWords } from './conflict'

beforeAll(() => speak('zh-CN'))
const now = new Date('2026-10-30T02:00:00Z')
const params = { at: '2026-10-30T01:24:00Z', person: '赵立', verb: 'grant_extension', changes: [{ field: 'deadline', old: '2026-10-30T09:30:00Z', new: '2026-11-03T09:30:00Z' }] }

describe('a conflict', () => {
  it('is told by a stale write only', () => {
    expect(theirs(new Problem(412, { code: 'case.stale', params }))).toEqual(params)
    expect([theirs(null), theirs(new Problem(412, { code: 'case.stale' })), theirs(new Problem(409, { params }))]).toEqual([null, null, null])
  })

  it('says who, when, and each change', () => {
    expect(theirWords(params, () => '期限', now)).toBe('赵立 09:24 批准延期：把期限改为 11月3日 17:30。')
    expect(theirWords({ ...params, person: null, verb: 'edit', changes: [], at: '2026-10-29T01:24:00Z' }, () => '', now)).toBe('系统按规则 10月29日 09:24。')
  })

  it.each([
    ['lead', { id: 'o', name: '镇环卫所' }, '镇环卫所'],
    ['cooperating', [{ id: 'o', name: '甲' }, { id: 'p', name: '乙' }], '甲、乙'],
    ['state', 'accepted', '整改中'],
    ['asked', '2 work_day', '2 个工作日'],
    ['closed_on', '2026-10-30', '10月30日'],
    ['position', { lat: 31.2, lon: 117.1 }, '117.1, 31.2'],
    ['verifier', null, '—'],
    ['cooperating', [], '—'],
    ['name', '西门', '西门'],
  ])('%s reads %s', (field, value, words) => {
    expect(valueWords(field, value, now)).toBe(words)
  })
})
