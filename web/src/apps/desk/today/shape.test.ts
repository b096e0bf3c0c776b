//! Areas drawn flat.
import { describe, expect, it } from 'vitest'
import type { Area } from '@/api/types'
import { middle, shapes, tint } from './shape'

const square = (id: string, west: number): Area => ({
  id, code: id, name: id, level: 'village', kind: 'village', centre: null, closed_on: null, parent: null, path: '',
  boundary: { type: 'Polygon', coordinates: [[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]] },
})

describe('shapes', () => {
  it('fill the box, north up, side by side', () => {
    const [one, other] = shapes([square('a', 10), square('b', 11)], 200, 100)
    expect([one?.x, one?.y].map((n) => Math.round(n ?? 0))).toEqual([50, 50])
    expect([other?.x, other?.y].map((n) => Math.round(n ?? 0))).toEqual([150, 50])
    expect(one?.path).toMatch(/^M0\.0 100\.0L100\.0 100\.0L100\.0 0\.0/)
  })

  it('leave out what has no boundary', () => {
    expect(shapes([{ ...square('a', 0), boundary: null }], 10, 10)).toEqual([])
  })

  it('find the middle and the tint', () => {
    expect(middle([[0, 0], [4, 0], [4, 2], [0, 2]])).toEqual([2, 1])
    expect([tint(0, 9), tint(9, 9), tint(3, 6)]).toEqual([0.06, 0.56, 0.31])
  })
})
