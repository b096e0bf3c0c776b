//! The page of a day: its states, the table with its links, the month's share that opens, and the opened round.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { openSession } from '@/app/session'
import { i18n, speak } from '@/i18n'
import desk from '@/i18n/zh-CN/desk.json'
import own from '@/i18n/zh-CN/inspections.json'
import InspectionsPage from './InspectionsPage.vue'

const named = (name: string) => ({ id: name, name })
const ground = { obligation: 'o', kind: { code: 'k', name: '卫生巡查', name_en: 'Patrol' }, org: named('东关社区'), area: named('东关社区'), site: null, position: null }
const slot = (id: string, number: number, state: string) => ({ ...ground, id, number, state, day: '2026-10-30', opens_at: '2026-10-29T23:00:00Z', closes_at: '2026-10-30T00:30:00Z', round: null, walked_at: null })
const kinds = [{ code: 'k', name: '卫生巡查', name_en: 'Patrol', every: 'day', days: 'all', windows: [['07:00', '08:30'], ['08:30', '10:00'], ['14:00', '16:00']], late_hours: 3, entry_days: 3 }]
const visit = { id: 'v', site: named('菜市街投放点'), area: named('东关社区'), org: named('镇创建办'), started_at: '2026-10-30T02:00:00Z', checked: 13, failed: 2, score: [70, 76], findings: { count: 2, reported: 2, closed: 1 } }
const rate = { code: 'round.done_rate', name: '巡查完成率', name_en: 'Share', unit: '%', unit_en: '%', decimals: 1, words: '', words_en: '', numerator: [], denominator: [] }
const page = (items: unknown[]) => ({ items, next: null })
let answers: Record<string, unknown>

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => undefined }))
  i18n.global.mergeLocaleMessage('zh-CN', desk)
  i18n.global.mergeLocaleMessage('zh-CN', own)
  await speak('zh-CN')
})
beforeEach(() => {
  answers = {
    '/api/session': { verbs: ['obligation.read', 'inspection.read', 'figure.read'], positions: [], today: '2026-10-30', now: '2026-10-30T01:00:00Z', home_area: named('town'), person: named('周敏') },
    '/api/obligation-kinds': kinds, '/api/obligations': page([{ id: 'o', ...ground, from: '2026-01-01', to: null }]), '/api/slots': page([slot('one', 1, 'missed'), slot('two', 2, 'open')]),
    '/api/visits': page([visit]), '/api/metrics': [rate], '/api/figures/round.done_rate/split': { by: 'org', total: {}, rows: [{ key: '东关社区', name: '东关社区', value: '95.45', numerator: '84', denominator: '88', qualifier: 'exact', postings: 3, unnumbered: 0 }] },
    '/api/slots/one': { ...slot('one', 1, 'missed'), rounds: [] },
  }
})
afterEach(() => vi.restoreAllMocks())

async function show(path = '/inspections') {
  const asked: string[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    const { pathname, search } = new URL((request as Request).url)
    asked.push(pathname + search)
    const found = answers[pathname]
    return new Response(JSON.stringify(found ?? { code: 'server.error', title: '' }), { status: found ? 200 : 500, headers: { 'content-type': 'application/json' } })
  })
  await openSession()
  const routes = ['inspections', 'figures/:metric?', 'cases/:id?', 'sites/:id?'].map((one) => ({ path: `/${one}`, name: one.split('/')[0] ?? '', component: { template: '<i />' } }))
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const shown = mount(InspectionsPage, { props: {}, global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient: new QueryClient({ defaultOptions: { queries: { retry: false } } }) }]] } })
  await flushPromises()
  await vi.waitFor(() => expect(shown.find('.skeleton').exists()).toBe(false))
  await flushPromises()
  return { shown, router, asked }
}

it('shows each round of the day with its state, and the month of the unit as a figure that opens', async () => {
  const { shown } = await show()
  expect(shown.findAll('tbody td .tag').slice(0, 3).map((one) => one.text())).toEqual(['漏', '进行中', '未到'])
  expect(shown.text()).toContain('84 / 88')
  const figure = shown.find('.fig')
  expect(figure.text()).toBe('95.5')
  expect(decodeURIComponent(figure.attributes('href') ?? '')).toContain('period=2026-10&dims=obligation:k&by=org&row=东关社区')
  expect(shown.find('.inspections-sums').text()).toMatch(/按时\s*0.*进行中\s*1.*补\s*0.*漏\s*1/)
})

it('lists the visits with their result and what became of it', async () => {
  const { shown } = await show()
  for (const words of ['菜市街投放点', '13 项，2 项不合格', '登记 2 件，结案 1 件']) expect(shown.text()).toContain(words)
})

it('asks for the day of the address, and opens a round beside it', async () => {
  const { shown, asked } = await show('/inspections?day=2026-10-29&slot=one')
  expect(asked.some((one) => one.startsWith('/api/slots?') && one.includes('from=2026-10-29&to=2026-10-29'))).toBe(true)
  expect(shown.find('.case-show').text()).toContain('这段时间没有巡查记录')
})

it('says what is missing: no duties, no rounds that day, no answer, no right', async () => {
  Object.assign(answers, { '/api/slots': page([]), '/api/obligations': page([]), '/api/visits': page([]) })
  expect((await show()).shown.text()).toContain('还没有巡查任务')
  expect((await show()).shown.text()).toContain('这一天没有点位检查')
  delete answers['/api/slots']
  expect((await show()).shown.find('[role="alert"]').text()).toContain('没有取到巡查')
  answers['/api/session'] = { ...(answers['/api/session'] as object), verbs: [] }
  expect((await show()).shown.text()).toContain('你没有看巡查的权限')
})
