//! What would change nothing cannot be taken; a faulty table comes back with its faults beside the rows.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import words from '@/i18n/zh-CN/tables.json'
import { showPage } from '../admin/mount.test.help'
import TableImport from './TableImport.vue'

afterEach(() => vi.restoreAllMocks())

async function send(of: string, answer: object) {
  const path = `POST /api/${of}/import`
  const { shown } = await showPage(TableImport, { [path]: answer }, { props: { of }, words })
  const input = shown.find('input[type=file]')
  Object.defineProperty(input.element, 'files', { value: [new File(['x'], '表.xlsx')] })
  await input.trigger('change')
  await flushPromises()
  return { text: shown.text(), buttons: shown.findAll('button.primary').map((button) => button.text()), marked: shown.text().includes('下载标错的表') }
}
const standard = { id: 's', code: 'x.a', version: '2', indicators: 3, dry_run: true }

it('offers to take only what changes something', async () => {
  expect((await send('standards', { ...standard, unchanged: false })).buttons).toEqual(['导入'])
  expect((await send('standards', { ...standard, unchanged: true })).buttons).toEqual([])
  expect((await send('sites', { opened: 2, skipped: 1, dry_run: true })).buttons).toEqual(['导入'])
  const none = await send('sites', { opened: 0, skipped: 7, dry_run: true })
  expect(none.buttons).toEqual([])
  expect(none.text).toContain('没有新的，7 处都已经有了，不用导入。')
})

it('gives a faulty table back marked', async () => {
  const faulty = await send('sites', { status: 422, code: 'table.faulty', title: 'faulty', params: { count: 1, faults: [{ sheet: '点位', row: 3, column: '类型', rule: 'site_type.none', found: '塔' }] } })
  expect([faulty.marked, faulty.buttons]).toEqual([true, []])
  expect(faulty.text).toContain('没有这种点位类型')
})
