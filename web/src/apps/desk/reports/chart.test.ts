//! Bars from nought.
import { expect, it } from 'vitest'
import { bars } from './chart'

const box = { width: 100, height: 60, top: 10, bottom: 10 }

it('draws each value as high as it is, and none for no value', () => {
  const drawn = bars({ categories: ['9', '10'], series: [{ name: 'a', metric: 'a', values: ['10', '20'] }, { name: 'b', metric: 'b', values: [null, '0'] }] }, box)
  expect(drawn.bars.map((bar) => [bar.series, bar.text, Math.round(bar.height)])).toEqual([[0, '10', 20], [0, '20', 40], [1, '0', 0]])
  expect(drawn.bars.every((bar) => bar.y + bar.height === drawn.ground)).toBe(true)
})

it('stands on the ground where nothing is', () => {
  expect(bars({ categories: [], series: [] }, box)).toEqual({ bars: [], step: 100, ground: 50 })
})
