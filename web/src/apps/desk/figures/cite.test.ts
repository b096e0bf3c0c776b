//! A copied figure holds its question, not only its digits.
import { expect, it } from 'vitest'
import type { Figure } from '@/api/types'
import { liveOf } from './cite'

const figure = (value: string | null, more: object = {}) => ({ metric: { code: 'case.in_time_rate', decimals: 1, unit: '%' }, area: { id: 'a', name: '' }, org: null, period: '2026-10', value, qualifier: 'exact', ...more }) as unknown as Figure

it('is live with scope, period, dimensions and seal', () => {
  expect(liveOf(figure('87.8', { org: { id: 'o', name: '' } }), { dims: 'category:sanitation,source:patrol', as_of: 88 })).toEqual({
    metric: 'case.in_time_rate', area: 'a', org: 'o', period: '2026-10', dims: { category: 'sanitation', source: 'patrol' }, value: '87.8', qualifier: 'exact', as_of: 88, text: '87.8%',
  })
  expect(liveOf(figure('87.8'), {})).toEqual({ metric: 'case.in_time_rate', area: 'a', period: '2026-10', value: '87.8', qualifier: 'exact', as_of: null, text: '87.8%' })
})

it('is nothing without a base', () => expect(liveOf(figure(null), {})).toBeNull())
