//! Spans of days.
import { expect, it } from 'vitest'
import { presets } from './days'

it('counts days, months and turns of the year', () => {
  expect(presets('2026-01-03').map((one) => [one.name, one.from, one.to])).toEqual([
    ['today', '2026-01-03', '2026-01-03'],
    ['week', '2025-12-28', '2026-01-03'],
    ['month', '2026-01-01', '2026-01-03'],
    ['lastMonth', '2025-12-01', '2025-12-31'],
  ])
})
