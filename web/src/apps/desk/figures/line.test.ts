//! Points of the line of months.
import { describe, expect, it } from 'vitest'
import { path, place } from './line'

const box = { width: 100, height: 50, side: 10, top: 10, bottom: 10 }
const months = ['80', null, '90', '85'].map((value, at) => ({ period: `2026-0${at + 1}`, value }))

describe('line of months', () => {
  it('puts low at the bottom and high at the top', () => {
    expect(place(months, box).map((point) => [Math.round(point.x), Math.round(point.y)])).toEqual([[10, 40], [63, 10], [90, 25]])
  })

  it('breaks where a month has no value', () => {
    expect(path(place(months, box), months)).toBe('M10.0 40.0M63.3 10.0L90.0 25.0')
  })

  it('draws equal months in the middle and nothing from nothing', () => {
    expect(place([{ period: 'a', value: '5' }, { period: 'b', value: '5' }], box).map((point) => point.y)).toEqual([25, 25])
    expect(place([{ period: 'a', value: null }], box)).toEqual([])
  })
})
