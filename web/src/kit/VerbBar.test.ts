//! A verb that needs nothing runs at once; one that needs something opens in place and says what is missing.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CaseView } from '@/api/types'
import { i18n, speak } from '@/i18n'
import VerbBar from './VerbBar.vue'

beforeAll(() => speak('zh-CN'))
const bar = (allowed: CaseView['allowed'], barred: CaseView['barred'] = [], more = {}) =>
  mount(VerbBar, { props: { allowed, barred, orgs: [{ value: 'o-1', label: 'Unit' }], ...more }, global: { plugins: [i18n] }, attachTo: document.body })
const press = async (wrapper: ReturnType<typeof bar>, word: string): Promise<void> => {
  await wrapper.findAll('button').find((button) => button.text() === word)?.trigger('click')
  await flushPromises()
}

describe('verb bar', () => {
  it('runs what needs nothing', async () => {
    const wrapper = bar([{ verb: 'accept', needs: [] }])
    await press(wrapper, '受理')
    expect(wrapper.emitted('run')?.[0]).toEqual(['accept', { reason: '', org: null, photos: [] }])
  })

  it('asks for a reason in place, says when it is missing, and sends it trimmed', async () => {
    const wrapper = bar([{ verb: 'send_back', needs: ['reason'] }])
    await press(wrapper, '返工')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.text()).toContain('写明理由')
    expect(wrapper.emitted('run')).toBeUndefined()
    await wrapper.find('textarea').setValue(' Two are left ')
    await wrapper.find('form').trigger('keydown', { key: 'Enter', ctrlKey: true })
    expect(wrapper.emitted('run')?.[0]).toEqual(['send_back', { reason: 'Two are left', org: null, photos: [] }])
  })

  it('fills in the unit that the rule gives', async () => {
    const wrapper = bar([{ verb: 'dispatch', needs: ['org'] }], [], { given: 'o-1' })
    await press(wrapper, '派遣')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.emitted('run')?.[0]).toEqual(['dispatch', { reason: '', org: 'o-1', photos: [] }])
  })

  it('leaves on Escape and keeps rare verbs under more', async () => {
    const wrapper = bar([{ verb: 'verify', needs: [] }, { verb: 'cancel', needs: ['reason'] }])
    expect(wrapper.text()).not.toContain('作废此案')
    await press(wrapper, '更多')
    await press(wrapper, '作废此案')
    expect(wrapper.find('form').exists()).toBe(true)
    await wrapper.find('form').trigger('keydown', { key: 'Escape' })
    expect(wrapper.find('form').exists()).toBe(false)
  })

  it('names the rule that forbids a verb', () => {
    expect(bar([], [{ verb: 'verify', rule: 'case.own_work' }]).text()).toContain('整改单位人员不能复查本单位案件')
  })
})
