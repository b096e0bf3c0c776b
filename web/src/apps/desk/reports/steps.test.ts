//! The next figure, round the end.
import { expect, it } from 'vitest'
import { after } from './steps'

it('goes on, round the end, and from nowhere to the first or the last', () => {
  expect([after(0, 1, 3), after(2, 1, 3), after(0, -1, 3), after(-1, 1, 3), after(-1, -1, 3)]).toEqual([1, 0, 2, 0, 2])
})
