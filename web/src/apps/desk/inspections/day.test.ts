//! The day as a table: what stands in each cell, which week a day belongs to, and how many came out how.
import { describe, expect, it } from 'vitest'
import type { Obligation, ObligationKind, SlotRow } from '@/api/types'
import { counts, isDay, linesOf, monday, shifted } from './day'

const named = (name: string) => ({ id: name, name })
const kind = (more: Partial<ObligationKind> = {}) => ({ code: 'patrol', name: '卫生巡查', name_en: 'Patrol', every: 'day', days: 'all', windows: [['07:00', '08:30'], ['14:00', '16:00']], late_hours: 3, entry_days: 3, ...more }) as ObligationKind
const ground = (obligation: string, org: string, place: string) => ({ obligation, kind: { code: 'patrol', name: '', name_en: '' }, org: named(org), area: named(place), site: null, position: null })
const duty = (id: string, org: string, place: string, from = '2026-01-01', to: string | null = null) => ({ id, ...ground(id, org, place), from, to }) as Obligation
const slot = (id: string, number: number, state: string, of: object) => ({ ...of, id, number, state, day: '2026-10-30' }) as SlotRow
const NOON = new Date('2026-10-30T04:00:00Z')
const east = duty('a', '东关社区', '东关社区')

describe('a day of rounds', () => {
  it('puts each slot under its round and says what is still to come', () => {
    const [line] = linesOf(kind(), [slot('s', 1, 'late', ground('a', '东关社区', '东关社区'))], [east], '2026-10-30', NOON)
    expect(line?.cells).toEqual([expect.objectContaining({ id: 's', state: 'late' }), 'coming'])
    expect(linesOf(kind(), [], [east], '2026-10-29', NOON)[0]?.cells).toEqual([null, null])
  })

  it('owes nothing on a day of rest', () => {
    expect(linesOf(kind({ days: 'working' }), [], [east], '2026-10-30', NOON)[0]?.cells).toEqual([null, null])
  })

  it('groups the lines of a unit and leaves out duties of other days', () => {
    const lines = linesOf(kind(), [], [duty('c', '西关社区', '菜市'), duty('b', '东关社区', '车站'), east, duty('d', '北关社区', '北关', '2026-11-01'), duty('e', '南关社区', '南关', '2026-01-01', '2026-10-01')], '2026-10-30', NOON)
    expect(lines.map(({ obligation, first, span }) => [obligation, first, span])).toEqual([['b', true, 2], ['a', false, 2], ['c', true, 1]])
  })

  it('keeps a duty that has ended since where it has a slot', () => {
    expect(linesOf(kind(), [slot('s', 2, 'done', ground('old', '东关社区', '旧址'))], [], '2026-10-30', NOON)[0]).toMatchObject({ place: '旧址', cells: [null, { id: 's' }] })
  })

  it('shows a week in one cell', () => {
    const weekly = kind({ every: 'week', windows: [] })
    expect(linesOf(weekly, [slot('w', 1, 'open', ground('a', '东关社区', '东关社区'))], [east], '2026-10-30', NOON)[0]?.cells).toMatchObject([{ id: 'w' }])
  })

  it('counts by state', () => {
    const states = ['done', 'done', 'missed', 'late', 'open'].map((state, at) => slot(String(at), 1, state, {}))
    expect(counts(states)).toEqual([{ state: 'done', n: 2 }, { state: 'open', n: 1 }, { state: 'late', n: 1 }, { state: 'missed', n: 1 }])
  })
})

it('knows days and weeks', () => {
  expect([monday('2026-10-30'), monday('2026-10-26'), monday('2026-11-01')]).toEqual(['2026-10-26', '2026-10-26', '2026-10-26'])
  expect(shifted('2026-03-01', -1)).toBe('2026-02-28')
  expect(['2026-10-30', '2026-13-01', '', null].map(isDay)).toEqual([true, false, false, false])
})
