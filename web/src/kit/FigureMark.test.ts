//! A figure says what it answers to pointer and keys, and leads to its line in the appendix of a printed page.
import { mount } from '@vue/test-utils'
import { defineComponent, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { i18n, speak } from '@/i18n'
import FigureMark from './FigureMark.vue'
import FigureTip from './FigureTip.vue'
import PrintSources from './PrintSources.vue'
import { openSources } from './sources'
import { hide } from './tip'

const page = { template: '<i />' }
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: page }, { path: '/f/:code', component: page }] })
const about = (metric: string) => ({ metric, scope: 'Town', period: '2026-10' })
const mark = (metric: string, text: string, to = `/f/${metric}`) => h(FigureMark, { text, to, about: about(metric) })
const show = (marks: () => unknown[]) =>
  mount(defineComponent({
    setup() {
      openSources()
      return () => h('div', [...(marks() as []), h(PrintSources), h(FigureTip)])
    },
  }), { global: { plugins: [i18n, router] }, attachTo: document.body })

beforeAll(() => speak('en'))
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  hide()
  vi.useRealTimers()
})

describe('what a figure answers', () => {
  it('shows while it is pointed at, and stays while the pointer is on it', async () => {
    const all = show(() => [mark('closed', '262')])
    await all.find('a').trigger('mouseenter')
    expect(all.find('[role=tooltip]').exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(all.find('[role=tooltip]').text()).toMatch(/closed.*Town.*2026-10/)
    expect(all.find('a').attributes('aria-describedby')).toBe('figure-tip')
    await all.find('a').trigger('mouseleave')
    await all.find('[role=tooltip]').trigger('mouseenter')
    await vi.advanceTimersByTimeAsync(500)
    expect(all.find('[role=tooltip]').exists()).toBe(true)
    await all.find('[role=tooltip]').trigger('mouseleave')
    await vi.advanceTimersByTimeAsync(500)
    expect(all.find('[role=tooltip]').exists()).toBe(false)
    all.unmount()
  })

  it('shows with the focus of the keys and goes with Esc', async () => {
    const all = show(() => [mark('closed', '262')])
    const link = all.find('a').element
    link.matches = () => true
    await all.find('a').trigger('focus')
    expect(all.find('[role=tooltip]').exists()).toBe(true)
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await nextTick()
    expect(all.find('[role=tooltip]').exists()).toBe(false)
    expect(link.hasAttribute('aria-describedby')).toBe(false)
    all.unmount()
  })
})

describe('the appendix', () => {
  it('numbers questions in the order of reading, the same one once', async () => {
    const all = show(() => [mark('closed', '262'), mark('rate', '87.8'), mark('closed', '262')])
    await nextTick()
    expect(all.findAll('sup').map((one) => one.text())).toEqual(['1', '2', '1'])
    expect(all.findAll('li').map((one) => one.text())).toEqual([expect.stringMatching(/^1\. closed.*262.*\/f\/closed$/), expect.stringMatching(/^2\. rate.*87\.8.*\/f\/rate$/)])
    all.unmount()
  })
})
