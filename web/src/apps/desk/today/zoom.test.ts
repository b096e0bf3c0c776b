//! A drawing looked at more closely.
import { expect, it } from 'vitest'
import { inside, MOST, moved, seenAt, WHOLE, zoomed } from './zoom'

const box = { width: 100, height: 50 }

it('grows around a point that stays where it is', () => {
  const look = zoomed(WHOLE, 2, [50, 25], box)
  expect(look).toEqual({ times: 2, x: -50, y: -25 })
  expect(seenAt(look, [50, 25])).toEqual([50, 25])
  expect(zoomed(look, 0.5, [10, 10], box)).toEqual(WHOLE)
})

it('neither leaves its box nor grows without end', () => {
  expect(zoomed(WHOLE, 2, [0, 50], box)).toEqual({ times: 2, x: 0, y: -50 })
  expect(moved({ times: 2, x: -50, y: -25 }, 500, -500, box)).toEqual({ times: 2, x: 0, y: -50 })
  expect(moved(WHOLE, 30, 30, box)).toEqual(WHOLE)
  expect(zoomed(WHOLE, 1000, [0, 0], box).times).toBe(MOST)
})

it('knows what lies in sight', () => {
  const look = zoomed(WHOLE, 2, [0, 0], box)
  expect([inside(seenAt(look, [49, 20]), box), inside(seenAt(look, [51, 20]), box)]).toEqual([true, false])
})
