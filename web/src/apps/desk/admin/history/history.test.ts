//! Each kind of change says what it is of and what became of it; the page narrows to one kind and one record.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { SettingChange } from '@/api/types'
import words from '@/i18n/zh-CN/history.json'
import { showPage } from '../mount.test.help'
import { changeWords, type Names } from './history'
import HistoryPage from './HistoryPage.vue'

vi.mock('@/app/session', async (original) => ({ ...(await original<object>()), can: (verb: string) => verb === 'audit.read' }))
afterEach(() => vi.restoreAllMocks())

const change = (kind: string, before: object | null, after: object | null, more = {}): SettingChange => ({ id: kind, at: '2026-11-20T01:00:00Z', person: { id: 'p', name: '周敏' }, kind, before, after, ...more }) as SettingChange
const names: Names = (_, key) => ({ 'sanitation.litter': '散落垃圾', a1: '东关社区', o1: '环卫所' })[key] ?? key
const said = (one: SettingChange) => {
  const { what, lines, reason } = changeWords(one, names)
  return [what, ...lines.map((line) => `${line.label}: ${line.before} → ${line.after}`), reason]
}
const ALL = [
  change('setting', { setting: 'first_day', value: 1 }, { setting: 'first_day', value: 21, reason: '与上级一致' }),
  change('category', { code: 'sanitation.litter', own: { 'limits.handle': '8 work_hour', spot: true } }, { code: 'sanitation.litter', own: { spot: true, department: 'x', supervision: ['0 work_hour', '1 work_day'] }, reason: '恢复' }),
]

it('words every kind of change', async () => {
  await showPage(HistoryPage, { 'GET /api/settings/history': { items: [], next: null } }, { words })
  expect(said(ALL[0] as SettingChange)).toEqual(['统计月起始日', '统计月起始日: 1 → 21', '与上级一致'])
  expect(said(ALL[1] as SettingChange)).toEqual(['散落垃圾', '整改时限: 8 个工作小时 → —', '条线部门: — → x', '督办: — → 一逾期就第 1 级、逾期 1 个工作日后第 2 级', '恢复'])
  expect(said(change('category', { code: 'c.x.a', name: '旧', name_en: 'Old', retired_on: null }, { code: 'c.x.a', name: '新', name_en: 'Old', retired_on: '2026-11-22', reason: '不用了' }))).toEqual(['新', '名称: 旧 → 新', '停用于: — → 2026-11-22', '不用了'])
  expect(said(change('calendar', { day: '2026-10-08', works: null }, { day: '2026-10-08', works: false, reason: '镇里统一' }))).toEqual(['10月8日', '这一天: 按通知 → 不上班', '镇里统一'])
  expect(said(change('calendar', { hours: [] }, { hours: [{ from: '08:00', to: '12:00' }], reason: '夏令' }))[1]).toBe('工作时间: 通常时间 → 08:00–12:00')
  expect(said(change('dispatch_rule', null, { rule: { category: 'sanitation.litter', area: 'a1', organisation: 'o1', lead: 'line', verifier: null }, reason: '包干' }))).toEqual(['散落垃圾 × 东关社区', '条线由谁负责: — → 环卫所', '先找谁: — → 先找条线部门', '包干'])
  expect(said(change('dispatch_rule', { category: 'sanitation.litter', area: 'a1', organisation: 'o1', lead: null, verifier: null }, { rule: null, reason: '' }))[1]).toBe('条线由谁负责: 环卫所 → —')
  expect(said(change('checklist', { code: 'x.a', version: 1, hash: '' }, { code: 'x.a', version: 2, hash: '', changes: { added: ['k'], removed: [], changed: [] }, reason: 'r' })).slice(1, 3)).toEqual(['版本: 1 → 2', '新增条目:  → 1 条'])
  expect(said(change('setting', { setting: 'campaign', value: null }, { setting: 'campaign', value: { title: '文明城市', level: 'national' }, reason: 'r' })).slice(1, 3)).toEqual(['称号: — → 文明城市', '级别: — → 全国'])
  expect(said(change('later_kind', { a: 1 }, { a: 2, reason: 'r' }))).toEqual(['', 'r'])
})

it('narrows to one category and goes on page by page', async () => {
  const { shown, router } = await showPage(HistoryPage, { 'GET /api/settings/history': { items: ALL, next: '1_x' }, 'GET /api/categories': [{ code: 'sanitation.litter', name: '散落垃圾', name_en: 'Litter', parent: null }] }, { words })
  await vi.waitFor(() => expect(shown.text()).toContain('散落垃圾'))
  await shown.find('.history-one').trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ kind: 'category', code: 'sanitation.litter' })
  await shown.findAll('.admin-foot button').at(-1)?.trigger('click')
  await flushPromises()
  expect(vi.mocked(fetch).mock.calls.map(([request]) => (request as Request).url).at(-1)).toContain('kind=category&code=sanitation.litter&after=1_x')
})
