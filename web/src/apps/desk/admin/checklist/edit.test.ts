//! A checklist is changed on screen: items move within their group, are reworded, added and taken out; faults stand beside them.
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { Definition, Item } from '../checklists'
import { showPage } from '../mount.test.help'
import ChecklistEdit from './ChecklistEdit.vue'
import { moved, put, without } from './edit'

afterEach(() => vi.restoreAllMocks())

const item = (key: string, group: string, more: Partial<Item> = {}): Item => ({ key, group, label: `问${key}`, label_en: `Ask ${key}`, kind: 'pass_fail', required: true, photo: 'on_fail', ...more })
const definition: Definition = {
  form: { code: 'bank', name: '银行', groups: [{ code: 'one', label: '一', label_en: 'One' }, { code: 'two', label: '二', label_en: 'Two' }], items: [item('a', 'one', { score: 5, category: 'c.a', severity: 'serious' }), item('b', 'one', { relevant: 'a == "fail"' }), item('c', 'two', { photo: undefined })] },
  site_types: ['bank'],
}
const keys = (draft: Definition): string[] => draft.form.items.map((one) => one.key)

it('moves within a group only', () => {
  expect(keys(moved(definition, 'b', -1))).toEqual(['b', 'a', 'c'])
  expect(moved(definition, 'b', 1)).toBe(definition)
  expect(moved(definition, 'a', -1)).toBe(definition)
})

it('puts a new item last in its group, and one of another group there', () => {
  expect(keys(put(definition, item('n', 'one')))).toEqual(['a', 'b', 'n', 'c'])
  expect(keys(put(definition, item('a', 'two')))).toEqual(['b', 'c', 'a'])
  expect(keys(put(definition, item('a', 'one', { label: '改' })))).toEqual(['a', 'b', 'c'])
  expect(keys(without(definition, 'a'))).toEqual(['b', 'c'])
})

const same = { id: null, version: 2, unchanged: false, dry_run: true, changes: { form: [], added: [], removed: [], changed: [{ key: 'a', fields: ['label'] }], reordered: false }, site_types_changed: false }
async function press(shown: VueWrapper, words: string): Promise<void> {
  await shown.findAll('button').find((button) => (button.attributes('aria-label') ?? button.text()) === words)?.trigger('click')
  await flushPromises()
}
const show = (answer: object) => showPage(ChecklistEdit, { 'GET /api/categories': [{ code: 'c.a', name: '甲', name_en: 'A', parent: null, leaf: true, limit_words: null }], 'POST /api/checklists': answer }, { props: { definition } })

it('rewords an item, compares, and publishes with a reason', async () => {
  const { shown, sent } = await show(same)
  expect(shown.findAll('button').find((button) => button.text() === '看改了什么')?.attributes('disabled')).toBeDefined()
  await press(shown, '改：问a')
  await shown.find('.action-form input').setValue('地面干净')
  await shown.find('.action-form').trigger('submit')
  await press(shown, '看改了什么')
  const compared = sent[0]?.body as { dry_run: boolean; form: { items: Item[] } }
  expect(compared.dry_run).toBe(true)
  expect(compared.form.items).toEqual([{ ...definition.form.items[0], label: '地面干净' }, definition.form.items[1], definition.form.items[2]])
  expect(shown.text()).toContain('改了“地面干净”：问法')
  await shown.find('textarea').setValue('更清楚')
  await shown.findAll('form').at(-1)?.trigger('submit')
  await flushPromises()
  expect(sent[1]?.body).toMatchObject({ dry_run: false, reason: '更清楚' })
  expect(shown.emitted('published')).toEqual([[null]])
})

it('adds an item with a key of its own, and shows faults beside their items', async () => {
  const faults = [{ item: 'b', field: 'relevant', column: 1, code: 'expression.unknown_item', detail: '' }, { item: null, field: 'site_types', column: null, code: 'form.empty', detail: '' }]
  const { shown, sent } = await show({ status: 422, code: 'form.faults', title: 'faults', params: { faults } })
  await press(shown, '加条目')
  const [label, english] = shown.findAll('.action-form input[type=text]')
  await label?.setValue('有公告')
  await english?.setValue('Notices stand')
  await shown.find('.action-form').trigger('submit')
  await press(shown, '去掉：问a')
  await press(shown, '看改了什么')
  const { form } = sent[0]?.body as { form: { items: Item[] } }
  expect(form.items.map((one) => one.label)).toEqual(['问b', '有公告', '问c'])
  expect(form.items[1]).toMatchObject({ group: 'one', kind: 'pass_fail', required: true, photo: 'on_fail' })
  expect(form.items[1]?.key).toMatch(/^q_[0-9a-f]{8}$/)
  expect(shown.findAll('li').find((row) => row.text().includes('问b'))?.text()).toContain('算式里的条目不存在')
  expect(shown.find('[role=alert]').text()).toContain('点位类型：不能空着')
})
