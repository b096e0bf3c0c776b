//! Open cases grouped.
import { describe, expect, it } from 'vitest'
import type { Area, CaseRow, Category } from '@/api/types'
import { byArea, byLine, byUnit, group, most } from './stuck'

const row = (lead: string | null, area: string, kind: string, deadline: string, late = false) =>
  ({ lead: lead ? { id: lead, name: lead } : null, area: { id: area, name: area }, category: { code: kind, name: kind }, deadline, late }) as CaseRow
const rows = [row('u1', 'grid', 'bin', '2026-10-02', true), row('u1', 'v2', 'bin', '2026-10-01', true), row('u2', 'v2', 'light', '2026-11-01'), row('u2', 'v1', 'bin', '2026-11-02'), row(null, 'v1', 'ad', '2026-11-03')]

describe('stuck', () => {
  it('puts the most overdue first and names since when and what', () => {
    const [first, second, third] = group(rows, byUnit('?'))
    expect(first).toEqual({ id: 'u1', name: 'u1', open: 2, overdue: 2, since: '2026-10-01', kinds: ['bin'] })
    expect([second?.id, second?.since, second?.kinds]).toEqual(['u2', null, ['light', 'bin']])
    expect([third?.id, third?.name]).toEqual([null, '?'])
  })

  it('lifts a grid to its village', () => {
    const areas = [['town', null], ['v1', 'town'], ['v2', 'town'], ['grid', 'v1']].map(([id, parent]) => ({ id, name: id, parent })) as Area[]
    expect(group(rows, byArea(areas, 'town')).map((one) => [one.id, one.open])).toEqual([['v1', 3], ['v2', 2]])
  })

  it('gathers kinds under their line', () => {
    const kinds = [['env', 'env'], ['bin', 'env'], ['ad', 'env'], ['light', 'road'], ['road', 'road']].map(([code, line]) => ({ code, name: code, line })) as Category[]
    expect(group(rows, byLine(kinds)).map((one) => [one.id, one.open])).toEqual([['env', 4], ['road', 1]])
  })

  it('has a widest bar even when nothing is open', () => {
    expect([most(group(rows, byUnit('?'))), most([])]).toEqual([2, 1])
  })
})
