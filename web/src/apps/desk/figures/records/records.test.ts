//! Each kind of record shows its evidence, and the third column all of its postings with what the middle one counts.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Posting } from '@/api/types'
import { i18n, speak } from '@/i18n'
import zh from '@/i18n/zh-CN/desk.json'
import RecordColumn from '../RecordColumn.vue'
import RoundRecord from './RoundRecord.vue'
import VisitRecord from './VisitRecord.vue'

const named = (name: string) => ({ id: name, name })
const visit = {
  id: 'v', site: named('菜市街投放点'), area: named('东关社区'), org: named('镇创建办'), person: named('李晓兰'), form: 'f', older: false, position: null, distance_m: 6.4,
  started_at: '2026-10-30T03:54:00Z', received_at: '2026-10-30T04:03:00Z', answers: { a: 'fail', b: 'fail', c: 'pass' }, photos: { a: ['p1', 'p2'] }, far_reason: null, version: 1, corrected: null, corrections: [] as object[], allowed: [] as string[], checked: 13, failed: 1, score: [7200, 7600],
  findings: [{ item: 'a', label: '地面干净', label_en: 'Clean ground', category: null, severity: 'serious', photos: ['p1'], case: null, outcome: null }, { item: 'b', label: '桶满溢', label_en: '', category: null, severity: null, photos: [], case: 'c', outcome: { number: '2610-0042', state: 'accepted' } }],
}
const round = { id: 'r', slot: 's', standing: 'late', person: named('郑玉峰'), note: '桥头有积水', walker_position: null, started_at: '2026-10-30T08:05:00Z', walked_at: '2026-10-30T08:31:00Z', received_at: '2026-10-30T08:31:00Z', score: 92.5, photos: ['q1'], findings: [{ id: 'c', number: '2610-0043', title: '桥头垃圾', state: 'accepted' }], findings_count: 3, of: null }
const slot = {
  id: 's', day: '2026-10-30', number: 4, opens_at: '2026-10-30T08:00:00Z', closes_at: '2026-10-30T16:00:00Z', state: 'late', round: 'r', walked_at: null, rounds: [round],
  obligation: 'o', kind: { code: 'k', name: '卫生巡查', name_en: 'Rounds' }, org: named('石桥村'), area: named('石桥村'), site: null, position: null,
}
const posting = (id: string, metric: string, quantity: string, more: Partial<Posting> = {}): Posting =>
  ({
    id, seq: 7, metric, metric_name: metric, metric_name_en: metric, unit: '', unit_en: '', day: '2026-10-30', recorded_at: '2026-10-30T04:03:00Z', quantity, qualifier: 'exact', area: null, org: null,
    source: { kind: 'visit', id: 'v', label: '菜市街投放点' }, reverses: null, reversed_by: null, reverses_seq: null, reversed_by_seq: null, reversed_at: null, ...more,
  }) as Posting
const own = [posting('1', '检查点位', '1'), posting('2', '检查项', '13', { seq: null })]
const ANSWERS: Record<string, unknown> = { '/api/visits/v': visit, '/api/slots/s': slot, '/api/rounds/r': round, '/api/figures/postings?source=visit%3Av': { items: own, count: 3, hidden: 1 }, '/api/categories': [] }

beforeAll(async () => {
  i18n.global.mergeLocaleMessage('zh-CN', zh)
  await speak('zh-CN')
})
afterEach(() => vi.restoreAllMocks())

async function show(what: Component, props: object) {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    const { pathname, search } = new URL((request as Request).url)
    const found = ANSWERS[pathname + search]
    return new Response(JSON.stringify(found ?? {}), { status: found ? 200 : 404, headers: { 'content-type': 'application/json' } })
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { template: '<i />' } }, ...['cases', 'sites'].map((name) => ({ path: `/${name}/:id?`, name, component: { template: '<i />' } }))] })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const shown = mount(what, { props, global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient: client }]] } })
  await flushPromises()
  await vi.waitFor(() => expect(shown.find('.skeleton').exists()).toBe(false))
  await flushPromises()
  return shown
}
const photos = (shown: { findAll: (what: string) => { attributes: (name: string) => string | undefined }[] }) => shown.findAll('img').map((one) => one.attributes('src')?.split('/').at(-1)?.split('?')[0])

describe('a visit', () => {
  it('shows the site, the result, the distance, what failed, and each photo once', async () => {
    const shown = await show(VisitRecord, { id: 'v' })
    for (const words of ['菜市街投放点', '13 项，1 项不合格', '距点位 6 米', '得 72 / 76 分', '李晓兰', '地面干净', '严重', '只记不合格', '2610-0042', '整改中']) expect(shown.text()).toContain(words)
    expect(photos(shown)).toEqual(['p1', 'p2'])
  })
})

describe('a round', () => {
  it('shows its hours, who walked it and how it met them, the note and the photos', async () => {
    const shown = await show(RoundRecord, { id: 's' })
    for (const words of ['卫生巡查 · 石桥村', '第 4 轮 16:00–24:00', '郑玉峰', '补', '桥头有积水']) expect(shown.text()).toContain(words)
    expect(photos(shown)).toEqual(['q1'])
  })

  it('tells its beginning, its score, and what was found in it, also beyond the range', async () => {
    const shown = await show(RoundRecord, { id: 's' })
    for (const words of ['10月30日 16:05–16:31', '得 92.5 / 100 分', '发现案件 3 件', '2610-0043', '桥头垃圾', '另有 2 件不在你的范围']) expect(shown.text()).toContain(words)
  })

  it('says that nobody walked it', async () => {
    ANSWERS['/api/slots/missed'] = { ...slot, id: 'missed', state: 'missed', round: null, rounds: [] }
    const shown = await show(RoundRecord, { id: 'missed' })
    expect(shown.text()).toContain('漏')
    expect(shown.text()).toContain('这段时间没有巡查记录')
  })
})

describe('the third column', () => {
  it('counts all postings of the record, numbers them, and sums those of the middle column', async () => {
    const shown = await show(RecordColumn, { posting: own[0], counted: [own[0]] })
    const text = shown.text().replace(/\s+/g, ' ')
    for (const words of ['这条记录记了 3 笔', '第 7 号入账', '待封存', '另有 1 笔不在你的范围', '其中 1 笔列在中栏：检查点位 +1。']) expect(text).toContain(words)
    expect(shown.findAll('.record-own tbody tr')).toHaveLength(2)
  })

  it('keeps a posting whose record is outside the range', async () => {
    const shown = await show(RecordColumn, { posting: posting('1', 'm', '1', { source: null }), counted: [] })
    expect(shown.text()).toContain('这笔入账算在总数里')
    expect(shown.find('.record-own').exists()).toBe(false)
  })
})
