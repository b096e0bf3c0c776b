//! Skeleton after 300 ms, error with its number, old content with its age.
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { Problem } from '@/api/problem'
import { i18n, speak } from '@/i18n'
import QueryState from './QueryState.vue'

const NOW = new Date('2026-10-30T01:12:00Z')
beforeEach(async () => {
  vi.useFakeTimers({ now: NOW })
  await speak('zh-CN')
})
afterEach(() => vi.useRealTimers())

const show = (query: object) =>
  mount(QueryState, { props: { query: { data: undefined, error: null, dataUpdatedAt: NOW.getTime(), refetch: vi.fn(), ...query }, what: '案件' }, slots: { default: 'content' }, global: { plugins: [i18n] } })

describe('query state', () => {
  it('shows nothing at first, then a skeleton', async () => {
    const wrapper = show({})
    expect(wrapper.text()).toBe('')
    vi.advanceTimersByTime(301)
    await nextTick()
    expect(wrapper.text()).toBe('正在取案件…')
  })

  it('says what failed, with a number, and tries again', async () => {
    const refetch = vi.fn()
    const wrapper = show({ error: new Problem(500, { code: 'server.error', request: 'x-4f2a' }), refetch })
    expect(wrapper.text()).toContain('没有取到案件')
    expect(wrapper.text()).toContain('server.error 4F2A')
    expect(wrapper.text()).toContain('服务正忙，请稍后再试。填写的没有丢。')
    await wrapper.find('button').trigger('click')
    expect(refetch).toHaveBeenCalledOnce()
  })

  it('tells a record outside the range from one that is missing', () => {
    expect(show({ error: new Problem(403, { code: 'permission.denied' }) }).text()).toContain('这条记录不在你的范围')
    expect(show({ error: new Problem(404, { code: 'not_found' }) }).text()).toContain('没有这条记录')
  })

  it('keeps the last content when the server is silent, with its time', () => {
    const wrapper = show({ data: {}, error: new Problem(0, { code: 'net.unreachable' }) })
    expect(wrapper.text()).toContain('没有网络，正在看 09:12 的内容')
    expect(wrapper.text()).toContain('content')
  })

  it('names the age of content older than five minutes', () => {
    expect(show({ data: {}, dataUpdatedAt: NOW.getTime() - 12 * 60_000 }).text()).toContain('数据取自 12 分钟前')
    expect(show({ data: {} }).text()).toBe('content')
  })
})
