//! A finding shows its case's number and state, as the visit tells them, in both languages.
import { mount } from '@vue/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Outcome, Visit } from '@/api/types'
import { i18n, speak, worded } from '@/i18n'
import FindingCase from './FindingCase.vue'
import { untold } from './queries'

const { rights } = vi.hoisted(() => ({ rights: new Set<string>() }))
vi.mock('@/app/session', async (original) => ({ ...(await original<object>()), can: (verb: string) => rights.has(verb) }))

const CLOSED: Outcome = { number: '2610-0459', state: 'closed', closed_at: '2026-10-30T01:00:00Z' }
const show = (outcome: Outcome | null) =>
  mount(FindingCase, { props: { id: 'c-1', outcome }, global: { plugins: [i18n], stubs: { RouterLink: { props: ['to'], template: '<a :data-id="to.params.id"><slot /></a>' } } } })

beforeAll(worded('visit', async () => {}))
beforeEach(async () => {
  rights.clear()
  rights.add('case.read')
  await speak('zh-CN')
})

describe('the case of a finding', () => {
  it('has a number that opens it, and its state in words', async () => {
    const wrapper = show(CLOSED)
    expect(wrapper.find('a').attributes('data-id')).toBe('c-1')
    expect([wrapper.find('a').text(), wrapper.find('.tag').text()]).toEqual(['2610-0459', '已结案'])
    expect(wrapper.find('.tag').classes()).toContain('tag-done')
    await speak('en')
    expect(show({ ...CLOSED, state: 'accepted', closed_at: null }).find('.tag').text()).toBe('In progress')
  })

  it('opens for nobody who may read no case', () => {
    rights.clear()
    const wrapper = show(CLOSED)
    expect(wrapper.find('a').exists()).toBe(false)
    expect(wrapper.text()).toContain('2610-0459')
  })

  it('says that it is a case before its number is told, and asks again until it is', () => {
    const wrapper = show(null)
    expect(wrapper.text()).toBe('已登记为案件')
    const visit = (case_: string | null, outcome: Outcome | null): Visit => ({ findings: [{ case: case_, outcome }] }) as Visit
    expect([visit(null, null), visit('c-1', null), visit('c-1', CLOSED)].map(untold)).toEqual([false, true, false])
    expect(untold(undefined)).toBe(false)
  })
})
