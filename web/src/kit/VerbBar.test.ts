//! A verb that needs nothing runs at once; one that needs something opens in place and says what is missing.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { CaseView } from '@/api/types'
import { i18n, speak } from '@/i18n'
import VerbBar from './VerbBar.vue'
import { nothing } from './verbs'

beforeAll(() => speak('zh-CN'))
const bar = (allowed: CaseView['allowed'], barred: CaseView['barred'] = [], more = {}) =>
  mount(VerbBar, { props: { allowed, barred, orgs: { dispatch: [{ value: 'o-1', label: 'Unit' }] }, ...more }, global: { plugins: [i18n] }, attachTo: document.body })
const press = async (wrapper: ReturnType<typeof bar>, word: string): Promise<void> => {
  await wrapper.findAll('button').find((button) => button.text() === word)?.trigger('click')
  await flushPromises()
}

describe('verb bar', () => {
  it('runs what needs nothing', async () => {
    const wrapper = bar([{ verb: 'accept', needs: [] }])
    await press(wrapper, '受理')
    expect(wrapper.emitted('run')?.[0]).toEqual(['accept', nothing()])
  })

  it('asks for a reason in place, says when it is missing, and sends it trimmed', async () => {
    const wrapper = bar([{ verb: 'send_back', needs: ['reason'] }])
    await press(wrapper, '返工')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.text()).toContain('写明理由')
    expect(wrapper.emitted('run')).toBeUndefined()
    await wrapper.find('textarea').setValue(' Two are left ')
    await wrapper.find('form').trigger('keydown', { key: 'Enter', ctrlKey: true })
    expect(wrapper.emitted('run')?.[0]).toEqual(['send_back', { ...nothing(), reason: 'Two are left' }])
  })

  it('fills in the unit that the rule gives', async () => {
    const wrapper = bar([{ verb: 'dispatch', needs: ['org'] }], [], { given: { dispatch: { org: 'o-1' } } })
    await press(wrapper, '派遣')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.emitted('run')?.[0]).toEqual(['dispatch', { ...nothing(), org: 'o-1' }])
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

  it('asks how much more time, and says whom an urging reaches', async () => {
    const wrapper = bar([{ verb: 'ask_extension', needs: ['reason', 'limit'] }, { verb: 'urge', needs: [] }], [], { hints: { urge: ['reaches the head'] } })
    await press(wrapper, '催办')
    expect(wrapper.find('form').text()).toContain('reaches the head')
    await wrapper.find('form').trigger('keydown', { key: 'Escape' })
    await press(wrapper, '更多')
    await press(wrapper, '申请延期')
    await wrapper.find('textarea').setValue('rain')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.text()).toContain('写明延多久')
    await wrapper.find('input[type=number]').setValue(2)
    await wrapper.find('form').trigger('submit')
    expect(wrapper.emitted('run')?.[0]).toEqual(['ask_extension', { ...nothing(), reason: 'rain', limit: '2 work_day' }])
  })

  it('asks before what was typed is given up, and keeps it when the verb is no longer allowed', async () => {
    const confirm = vi.fn(() => false)
    vi.stubGlobal('confirm', confirm)
    const wrapper = bar([{ verb: 'send_back', needs: ['reason'] }])
    await press(wrapper, '返工')
    await wrapper.find('textarea').setValue('Two are left')
    await wrapper.find('form').trigger('keydown', { key: 'Escape' })
    expect(wrapper.find('textarea').element.value).toBe('Two are left')
    await wrapper.setProps({ allowed: [{ verb: 'close', needs: [] }] })
    expect(wrapper.text()).toContain('现在已不能返工')
    expect(wrapper.find('button[type=submit]').attributes('disabled')).toBeDefined()
    confirm.mockReturnValue(true)
    await press(wrapper, '取消')
    expect(wrapper.find('form').exists()).toBe(false)
    wrapper.unmount()
    vi.unstubAllGlobals()
  })

  it('names the rule that forbids a verb', () => {
    expect(bar([], [{ verb: 'verify', rule: 'case.own_work' }]).text()).toContain('整改单位人员不能复查本单位案件')
  })
})
