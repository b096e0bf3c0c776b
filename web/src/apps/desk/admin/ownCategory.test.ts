//! The office's own categories are added, renamed, retired and restored; conditions are sent as one list.
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { CategoryRule } from '@/api/types'
import CategoriesPage from './CategoriesPage.vue'
import CategoryShow from './CategoryShow.vue'
import { showPage } from './mount.test.help'

vi.mock('@/app/session', async (original) => ({ ...(await original<object>()), can: () => true }))
afterEach(() => vi.restoreAllMocks())

const rule = (code: string, more: Partial<CategoryRule> = {}): CategoryRule => ({
  code, name: code, name_en: code, parent: null, line: 'sanitation', leaf: false, limits: { handle: '8 work_hour' }, evidence: { before: 1, after: 1, verify: 0 }, spot: false, office_looks_again: false,
  lead: 'block', department: 'sanitation_office', supervision: [], checked_percent: 10, changed_at: null, origin: 'shipped', retired_on: null, conditions: [], near: { metres: 30, days: 90 }, elsewhere_metres: 200, own: [], ...more,
})
const line = rule('sanitation', { name: '环境卫生' })
const local = rule('sanitation.x.bench', { name: '长椅损坏', name_en: 'Benches', parent: 'sanitation', leaf: true, origin: 'local' })
const flows = { code: 'flows', name: '流到路上', name_en: 'Flows', limits: { handle: '4 urgent_hour' } }
const ANSWERS = { 'GET /api/categories/rules': [line, local, rule('sanitation.x.old', { name: '旧类', parent: 'sanitation', leaf: true, origin: 'local', retired_on: '2026-11-01' })], 'GET /api/organisations': [{ id: 'o', kind: 'housing', parent: null, name: '住建', short_name: '' }] }

async function fill(shown: VueWrapper, action: string, texts: Record<string, string>): Promise<void> {
  await shown.find(`[data-action="${action}"]`).trigger('click')
  for (const [label, value] of Object.entries(texts)) {
    const field = shown.findAll('.action-form .field').find((one) => one.find('label').text().startsWith(label))
    await field?.find('input, textarea').setValue(value)
  }
  await shown.find('.action-form').trigger('submit')
  await flushPromises()
}

it('adds one below the line that is looked at, with only what was said', async () => {
  const { shown, sent, router } = await showPage(CategoriesPage, { ...ANSWERS, 'POST /api/categories': local }, { at: '/admin-categories' })
  expect(shown.text()).toContain('已停用')
  await fill(shown, 'add', { 中文名: '长椅损坏', 英文名: 'Benches', 代码: 'bench', 整改时限: '2', 理由: '常见' })
  expect(sent).toEqual([{ path: 'POST /api/categories', body: { parent: 'sanitation', key: 'bench', name: '长椅损坏', name_en: 'Benches', changes: { 'limits.handle': '2 work_hour' }, reason: '常见' } }])
  expect(router.currentRoute.value.params.id).toBe('sanitation.x.bench')
})

it('says beside the field what the server refused', async () => {
  const { shown } = await showPage(CategoriesPage, { ...ANSWERS, 'POST /api/categories': { status: 422, code: 'category.key', field: 'key', title: 'bad' } }, { at: '/admin-categories' })
  await fill(shown, 'add', { 中文名: '长', 英文名: 'B', 代码: '9', 理由: '因' })
  const field = shown.findAll('.action-form .field').find((one) => one.find('label').text().startsWith('代码'))
  expect(field?.text()).toContain('字母开头，最多 30 个')
})

it('offers renaming and retiring only of the own ones, and a retired one only to come back', async () => {
  const buttons = async (one: CategoryRule) => (await showPage(CategoryShow, ANSWERS, { props: { rule: one } })).shown.findAll('.admin-drawer-foot [data-action]').map((button) => button.attributes('data-action'))
  expect(await buttons(line)).toEqual(['changeLimits', 'changeRest'])
  expect(await buttons(local)).toEqual(['changeLimits', 'changeRest', 'rename', 'retire'])
  expect(await buttons({ ...local, retired_on: '2026-11-01' })).toEqual(['restore'])
  const { shown, sent } = await showPage(CategoryShow, { ...ANSWERS, 'POST /api/categories/sanitation.x.bench/retire': { status: 409, code: 'category.in_checklist', params: { checklist: '公厕' }, title: 'x' } }, { props: { rule: local } })
  await fill(shown, 'retire', { 理由: '不用了' })
  expect(sent[0]?.body).toEqual({ reason: '不用了' })
  expect(shown.text()).toContain('检查表“公厕”还在用这个类别')
})

it('sends all conditions when one is added, changed or taken out', async () => {
  const leaf = { ...local, conditions: [flows] }
  const answers = { ...ANSWERS, 'POST /api/categories/sanitation.x.bench/rule': leaf }
  const { shown, sent } = await showPage(CategoryShow, answers, { props: { rule: leaf } })
  expect(shown.text()).toContain('整改时限：4 小时')
  await fill(shown, 'condition', { 中文名: '积水', 英文名: 'Pools', 代码: 'pools', 受理时限: '1', 理由: '因' })
  await fill(shown, 'change-flows', { 整改时限: '3', 理由: '因' })
  await fill(shown, 'remove-flows', { 理由: '因' })
  expect(sent.map((one) => (one.body as { changes: unknown }).changes)).toEqual([
    { conditions: [flows, { code: 'pools', name: '积水', name_en: 'Pools', limits: { accept: '1 work_hour' } }] },
    { conditions: [{ ...flows, limits: { handle: '3 urgent_hour' } }] },
    { conditions: [] },
  ])
  const own = { ...leaf, own: [{ key: 'conditions', value: [flows] as never, shipped: [] as never, moved: false }] }
  const back = await showPage(CategoryShow, answers, { props: { rule: own } })
  await fill(back.shown, 'remove-flows', { 理由: '因' })
  expect((back.sent[0]?.body as { changes: unknown }).changes).toEqual({ conditions: null })
})
