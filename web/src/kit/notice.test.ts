//! What was done is told for a few seconds; taking it back tells it no longer.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { tell, told, undo } from './notice'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is told for four seconds', () => {
  tell('done')
  expect([told.value, undo.value]).toEqual(['done', null])
  vi.advanceTimersByTime(4001)
  expect(told.value).toBe('')
})

it('can be taken back once, and for longer', () => {
  const back = vi.fn()
  tell('shelved', back)
  vi.advanceTimersByTime(4001)
  undo.value?.()
  expect(back).toHaveBeenCalledTimes(1)
  expect([told.value, undo.value]).toEqual(['', null])
})
