//! A paragraph stays held while words come, and is free when its writer has left the desk.
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { Problem } from '@/api/problem'
import { holdBlock, releaseBlock } from './calls'
import { otherIn, useHold } from './hold'

vi.mock('./calls', () => ({ holdBlock: vi.fn(() => Promise.resolve({})), releaseBlock: vi.fn(() => Promise.resolve()) }))
const MINUTE = 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.clearAllMocks()
})

function held() {
  let hold: ReturnType<typeof useHold> | undefined
  const page = mount(defineComponent({ setup: () => ((hold = useHold()), () => h('div')) }))
  return { page, hold: hold! }
}

it('is renewed while somebody writes, no longer', async () => {
  const { page, hold } = held()
  await hold.take('r', 'a')
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  const writing = vi.mocked(holdBlock).mock.calls.length
  expect(writing).toBeGreaterThan(1)
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  const idle = vi.mocked(holdBlock).mock.calls.length
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(vi.mocked(holdBlock).mock.calls.length).toBe(idle)
  hold.touch()
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(vi.mocked(holdBlock).mock.calls.length).toBe(idle + 1)
  page.unmount()
})

it('is given back once, also when the page goes', async () => {
  const { page, hold } = held()
  await hold.take('r', 'a')
  globalThis.dispatchEvent(new Event('pagehide'))
  expect(releaseBlock).toHaveBeenCalledWith('r', 'a', true)
  page.unmount()
  await vi.advanceTimersByTimeAsync(0)
  expect(releaseBlock).toHaveBeenLastCalledWith('r', 'a')
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(holdBlock).toHaveBeenCalledTimes(1)
})

it('tells who else writes, and frees itself when they have done', async () => {
  const refusal = new Problem(409, { code: 'paper.held', params: { holder: '赵立', until: '2026-10-30T01:26:00Z' } })
  vi.mocked(holdBlock).mockRejectedValueOnce(refusal)
  const { page, hold } = held()
  expect(await hold.take('r', 'a')).toBe(false)
  expect(hold.other.value).toEqual({ holder: '赵立', until: '2026-10-30T01:26:00Z' })
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(hold.other.value).toBeNull()
  page.unmount()
})

it('is not taken without a network, and nobody else is blamed for it', async () => {
  vi.mocked(holdBlock).mockRejectedValueOnce(new TypeError('no signal'))
  const { page, hold } = held()
  expect(await hold.take('r', 'a')).toBe(true)
  expect(otherIn(new Problem(409, { code: 'paper.held' }))).toBeNull()
  page.unmount()
})
