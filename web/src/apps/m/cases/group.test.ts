//! Groups by deadline, the step of the page.
import { beforeAll, describe, expect, it } from 'vitest'
import type { CaseRow, CaseStep, CaseView } from '@/api/types'
import { speak } from '@/i18n'
import { deadline } from '@/kit/time'
import { dueOf, grouped, groupOf } from './group'
import { modeOf, otherVerbs, setback, timeLeft } from './mode'

const now = new Date('2026-11-22T01:26:00Z')
const row = (state: CaseRow['state'], due: string | null, late = false, stage: string | null = null) => ({ state, deadline: due, late, remaining_minutes: null, stage_deadline: stage, stage_remaining_minutes: null })

beforeAll(() => speak('zh-CN'))

describe('groups', () => {
  it.each([
    ['late', row('accepted', '2026-11-21T01:00:00Z', true)],
    ['late', row('dispatched', '2026-11-22T01:25:00Z')],
    ['today', row('accepted', '2026-11-22T15:59:00Z')],
    ['later', row('accepted', '2026-11-22T16:00:00Z')],
    ['later', row('accepted', null)],
    ['later', row('rectified', '2026-11-20T01:00:00Z')],
    ['late', row('rectified', '2026-11-25T01:00:00Z', false, '2026-11-21T01:00:00Z')],
    ['today', row('rectified', '2026-11-20T01:00:00Z', true, '2026-11-22T09:00:00Z')],
  ])('%s', (group, one) => expect(groupOf(one, now)).toBe(group))

  it('stand in order, empty ones are absent', () => {
    const rows = [row('accepted', '2026-11-25T01:00:00Z'), row('accepted', '2026-11-20T01:00:00Z', true), row('dispatched', '2026-11-26T01:00:00Z')]
    expect(grouped(rows, now).map(({ group, rows: own }) => [group, own.length])).toEqual([['late', 1], ['later', 2]])
  })

  it('say how much time is left only while the case is with its unit', () => {
    expect(dueOf(row('accepted', '2026-11-22T04:26:00Z'))?.at).toBe('2026-11-22T04:26:00Z')
    expect(dueOf(row('rectified', '2026-11-22T04:26:00Z'))).toBeNull()
    expect(deadline('2026-11-22T04:26:00Z', now, false)).toMatchObject({ text: '剩 3 小时', tone: 'soon' })
    expect(deadline('2026-11-20T22:26:00Z', now, true)).toMatchObject({ text: '逾期 1 天 3 小时', tone: 'late' })
  })
})

describe('the case page', () => {
  const allowed = (...verbs: string[]) => ({ allowed: verbs.map((verb) => ({ verb, needs: [] })) }) as unknown as CaseView
  it('is for the step that is allowed, else to read', () => {
    expect(modeOf(allowed('shelve', 'accept', 'return'))).toBe('accept')
    expect(modeOf(allowed('rectify'))).toBe('rectify')
    expect(modeOf(allowed('send_back'))).toBe('verify')
    expect(modeOf(allowed('part_done', 'urge'))).toBe('part')
    expect(modeOf(allowed('dispatch', 'fix_on_spot'))).toBe('spot')
    expect(modeOf(allowed('dispatch'))).toBe('read')
    expect(otherVerbs(allowed('dispatch', 'accept', 'ask_extension'))).toEqual(['dispatch'])
  })

  it('counts the stage that runs', () => {
    const stages = [{ running: false, deadline: '1' }, { running: true, deadline: '2', remaining_minutes: 40 }] as CaseView['stages']
    const own = { deadline: '9', late: true, remaining_minutes: -5 }
    expect(timeLeft({ ...own, state: 'rectified', stages })).toEqual({ at: '2', late: false, remaining: 40 })
    expect(timeLeft({ ...own, state: 'accepted', stages })).toEqual({ at: '9', late: true, remaining: -5 })
    expect(timeLeft({ ...own, state: 'closed', stages: [] })).toBeNull()
  })

  it('says why it came back, newest first', () => {
    const moves = [['send_back', 'corner'], ['rectify', null], ['send_back', 'older'], ['return', 'not ours']].map(([verb, reason]) => ({ verb, reason }) as CaseStep)
    expect(setback({ state: 'accepted', moves })?.reason).toBe('corner')
    expect(setback({ state: 'dispatched', moves })?.reason).toBe('not ours')
    expect(setback({ state: 'closed', moves })).toBeNull()
  })
})
