//! A visit is corrected in its drawer: what changed is marked, a case's item is held, the reason is asked for, and all answers are sent.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Visit } from '@/api/types'
import { i18n, speak } from '@/i18n'
import zh from '@/i18n/zh-CN/desk.json'
import VisitCorrect from './VisitCorrect.vue'

const named = (name: string) => ({ id: name, name })
const visit = {
  id: 'v', site: named('菜市街投放点'), form: 'f', started_at: '2026-10-30T03:54:00Z', answers: { a: 'fail', b: 'pass', n: 3 }, photos: { a: ['p1'] }, version: 4,
  findings: [{ item: 'a', label: '地面干净', label_en: '', category: null, severity: null, photos: [], case: 'k', outcome: { number: '2610-0042', state: 'accepted' } }],
} as unknown as Visit
const item = (key: string, label: string, kind: string) => ({ key, label, label_en: '', kind, group: 'g' })
const rule = { relevant: true, required: true, fail_when: ['==', ['item', 'b'], 'fail'] }
const checklist = { hash: 'h', form: { groups: [{ code: 'g', label: '卫生', label_en: '' }], items: [item('a', '地面干净', 'pass_fail'), item('b', '桶有盖', 'pass_fail'), { ...item('n', '桶数', 'number'), unit: '个' }] }, rules: { a: rule, b: rule, n: {} } }
const STALE = { status: 412, code: 'visit.stale', title: '', params: { at: '2026-10-30T05:00:00Z', person: '赵立', verb: 'correct', changes: [{ field: 'answers.b', old: 'pass', new: 'na' }] } }
let sent: unknown[] = []

beforeAll(async () => {
  i18n.global.mergeLocaleMessage('zh-CN', zh)
  await speak('zh-CN')
})
afterEach(() => vi.restoreAllMocks())

async function show(answer: { status: number; body: object }) {
  sent = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    const asked = request as Request
    if (asked.method === 'POST') sent.push(await asked.json())
    const { status, body } = asked.method === 'POST' ? answer : { status: 200, body: checklist }
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { template: '<i />' } }] })
  const shown = mount(VisitCorrect, { props: { visit }, global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient: new QueryClient({ defaultOptions: { queries: { retry: false } } }) }]] } })
  await vi.waitFor(() => expect(shown.findAll('.correct-item')).toHaveLength(3))
  return shown
}
const submit = async (shown: Awaited<ReturnType<typeof show>>) => {
  await shown.find('form').trigger('submit')
  await flushPromises()
}

it('holds the item of a case, asks for a change and a reason, and sends all answers with the version', async () => {
  const shown = await show({ status: 200, body: visit })
  const radio = (at: number, value: string) => shown.findAll('.correct-item')[at]!.find<HTMLInputElement>(`input[value=${value}]`)
  expect(radio(0, 'pass').element.disabled).toBe(true)
  await submit(shown)
  expect(sent).toEqual([])
  expect(shown.text()).toContain('没有要更正的')
  await radio(1, 'na').setValue()
  expect(shown.findAll('.correct-item')[1]!.text()).toContain('原来：合格')
  await shown.find('textarea').setValue(' 复看过 ')
  await submit(shown)
  expect(sent).toEqual([{ answers: { a: 'fail', b: 'na', n: 3 }, photos: {}, note: '复看过', version: 4 }])
  expect(shown.emitted('close')).toHaveLength(1)
})

it('keeps what was said when somebody was faster, beside theirs', async () => {
  const shown = await show({ status: 412, body: STALE })
  await shown.findAll('.correct-item')[1]!.find('input[value=na]').setValue()
  await shown.find('textarea').setValue('复看过')
  await submit(shown)
  expect(shown.emitted('close')).toBeUndefined()
  expect(shown.find('.conflict').text()).toContain('赵立')
  expect(shown.find('.conflict').text()).toContain('桶有盖')
})
