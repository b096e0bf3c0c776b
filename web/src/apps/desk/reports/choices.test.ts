//! What a figure may be chosen from.
import { expect, it } from 'vitest'
import type { Live, Report } from '@/api/types'
import { begun, periodsFor } from './choices'

const report = { area: { id: 'town', name: '' }, period: '2026-10' } as Report

it('begins with the paper, or with the figure that is to be exchanged', () => {
  expect(begun(report)).toEqual({ metric: null, area: 'town', org: null, category: null, source: null, period: '2026-10' })
  const start: Live = { metric: 'm', area: 'a', org: 'o', period: '2026-09', dims: { source: 'public' }, value: '1', qualifier: 'exact', text: '1' }
  expect(begun(report, start)).toEqual({ metric: 'm', area: 'a', org: 'o', category: null, source: 'public', period: '2026-09' })
})

it('offers months back from the paper, its year, and what is chosen, each once', () => {
  const offered = periodsFor('2026-02', '2026-01-01..2026-01-15')
  expect(offered.slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12'])
  expect(offered.slice(-3)).toEqual(['2025-02', '2026', '2026-01-01..2026-01-15'])
  expect(periodsFor('2026-Q4', '2026')).toEqual(['2026-Q4', '2026'])
})
