//! What is counted for today, what is due next, and what the second line says.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Waiting, WaitingItem } from '@/api/types'
import { i18n, speak } from '@/i18n'
import desk from '@/i18n/zh-CN/desk.json'
import { atDesk, dueToday, nextDay, secondLine } from './waiting'

beforeAll(() => {
  i18n.global.mergeLocaleMessage('zh-CN', desk)
  return speak('zh-CN')
})

const item = (id: string, part: Partial<WaitingItem> = {}): WaitingItem => ({
  id, kind: 'case', record: id, verb: 'accept', title: id, detail: '', unit: null, number: null, reason: null, place: null, asked: null, coordination: false, due: null, remaining_minutes: null, late: false, ...part,
})
const groups: Waiting['groups'] = [
  { group: 'due_today', items: [item('a', { due: '2026-10-30T06:00:00Z' }), item('walk', { kind: 'round' })] },
  { group: 'approvals', items: [item('b', { due: '2026-10-29T06:00:00Z', late: true }), item('c')] },
  { group: 'this_week', items: [item('walk again', { kind: 'round' })] },
  { group: 'later', items: [item('d', { due: '2026-11-03T06:00:00Z' }), item('e', { due: '2026-11-02T15:00:00Z' })] },
]

describe('what waits at the desk', () => {
  const waiting = atDesk({ groups, elsewhere: [] })

  it('leaves out rounds and counts what is not for later', () => {
    expect(waiting.groups.map(({ group, items }) => [group, items.length])).toEqual([['due_today', 1], ['approvals', 2]])
    expect([waiting.count, waiting.all]).toEqual([3, 5])
  })

  it('counts what is late in any group as due today', () => {
    expect(dueToday(waiting, '2026-10-30')).toBe(2)
  })

  it('finds the day that comes next', () => {
    expect(nextDay(waiting)).toBe('2026-11-02')
    expect(nextDay({ later: [item('f')] })).toBeNull()
  })
})

describe('the second line', () => {
  const unit = { id: 'u', name: '镇环卫所' }
  it.each([
    [{ unit, number: '2610-0459', asked: '2 work_day', reason: '等配件' }, '镇环卫所 · 2610-0459 · 申请延 2 个工作日，等配件'],
    [{ unit, number: '2610-0459', reason: '不归我管', place: '菜市街' }, '镇环卫所 · 2610-0459 · 不归我管'],
    [{ number: '2610-0459', place: '菜市街' }, '2610-0459 · 菜市街'],
    [{}, ''],
    [{ kind: 'referral', detail: '演示区创建办' }, '演示区创建办'],
  ])('%o reads %s', (part, words) => {
    expect(secondLine(item('x', part))).toBe(words)
  })
})
