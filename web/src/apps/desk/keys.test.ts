//! Keys by name, silent while somebody types, later layers before earlier ones.
import { mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { setLetters, useKeys } from './keys'

const hold = (keys: Record<string, () => void>) => mount(defineComponent({ setup: () => (useKeys(keys), () => h('input')) }), { attachTo: document.body })
const press = (key: string, target: EventTarget = document.body): boolean => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
afterEach(() => setLetters(true))

it('runs the newest layer and goes by two keys', () => {
  const [list, form, today] = [vi.fn(), vi.fn(), vi.fn()]
  const below = hold({ Escape: list, 'g t': today })
  const above = hold({ Escape: form })
  press('Escape')
  press('g')
  press('t')
  expect([list.mock.calls.length, form.mock.calls.length, today.mock.calls.length]).toEqual([0, 1, 1])
  above.unmount()
  press('Escape')
  expect(list).toHaveBeenCalledOnce()
  below.unmount()
  press('Escape')
  expect(list).toHaveBeenCalledOnce()
})

it('is silent in inputs and when letters are off', () => {
  const next = vi.fn()
  const wrapper = hold({ j: next })
  press('j', wrapper.element)
  setLetters(false)
  press('j')
  expect(next).not.toHaveBeenCalled()
  setLetters(true)
  press('j')
  expect(next).toHaveBeenCalledOnce()
  wrapper.unmount()
})
