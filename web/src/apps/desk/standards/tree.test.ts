//! What shows of a tree, and thresholds in words.
import { describe, expect, it } from 'vitest'
import type { Indicator } from '@/api/types'
import { level, rowsOf, shownRows, target, totals, vetoRows, weightOf } from './tree'

const one = (code: string, name: string): Indicator => ({
  code, parent: code.includes('.') ? code.slice(0, code.lastIndexOf('.')) : null, name, name_en: '', clause: '', text: '', method: [], weight: null, thresholds: [], evidence: [], site_types: [], units: [],
})
const rows = rowsOf([one('1', 'team'), one('1.1', 'rules'), one('5', 'schools'), one('5.6', 'care'), one('5.7', 'water'), one('10', 'other')])
const codes = (found: typeof rows): string[] => found.map((row) => row.indicator.code)

describe('a tree of indicators', () => {
  it('shows roots, and the children of what is open', () => {
    expect(codes(shownRows(rows, new Set(), ''))).toEqual(['1', '5', '10'])
    expect(codes(shownRows(rows, new Set(['5']), ''))).toEqual(['1', '5', '5.6', '5.7', '10'])
  })

  it('shows what words find below its parents, and 1 is not above 10', () => {
    expect(codes(shownRows(rows, new Set(), ' WATER'))).toEqual(['5', '5.7'])
    expect(codes(shownRows(rows, new Set(), 'other'))).toEqual(['10'])
  })

  it('counts requirements and opens a level', () => {
    expect(rows.map((row) => row.count)).toEqual([1, 0, 2, 0, 0, 0])
    expect(level(rows, '10')).toEqual(['1', '5'])
  })

  it('keeps what must not happen apart, shown below the tree only', () => {
    const veto = { ...one('5.8', 'accident'), method: ['veto' as const] }
    const all = rowsOf([one('5', 'schools'), one('5.6', 'care'), veto])
    expect(codes(shownRows(all, new Set(['5']), ''))).toEqual(['5', '5.6'])
    expect(codes(shownRows(all, new Set(), 'accident'))).toEqual([])
    expect(codes(vetoRows(all, ''))).toEqual(['5.8'])
    expect(codes(vetoRows(all, 'water'))).toEqual([])
    expect(totals(all).count).toBe(1)
  })

  it('adds weights up, and has none where the paper gives none', () => {
    const all = rowsOf([one('1', ''), { ...one('1.1', ''), weight: 0.1 }, { ...one('1.2', ''), weight: 0.2 }, { ...one('2', ''), weight: 5 }, one('2.1', '')])
    expect(all.map((row) => weightOf(all, row))).toEqual([0.3, 0.1, 0.2, 5, null])
    expect(totals(all)).toEqual({ weight: 5.3, count: 3 })
    expect(totals(rows).weight).toBeNull()
  })

  it('says what must be reached', () => {
    expect(target({ measure: '', op: '>=', value: 95, unit: '%', base: '', qualifier: null })).toBe('≥ 95\u2009%')
    expect(target({ measure: '', op: '=', value: 0, unit: 'n', base: '', qualifier: null })).toBe('0\u2009n')
  })
})
