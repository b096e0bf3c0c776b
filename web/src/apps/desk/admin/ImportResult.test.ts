//! What can be done with a faulty import: the others alone only where none of them hangs on a wrong one.
import { afterEach, expect, it, vi } from 'vitest'
import type { ImportReport } from '@/api/types'
import kit from '@/i18n/zh-CN/kit.json'
import ImportResult from './ImportResult.vue'
import { showPage } from './mount.test.help'

afterEach(() => vi.restoreAllMocks())
const report: ImportReport = {
  id: '1', what: 'areas', file_name: 'a.csv', file_hash: '', state: 'faulty', staged: 4, total: 4, added: { village: 3 }, skipped: 0, faulty: 1, hanging: 0, problem: null, created_at: '2026-10-30T01:00:00Z',
  faults: [{ file: '', line: 3, code: 'x', name: '甲', faults: [{ field: 'code', rule: 'code.length', found: 'x' }] }],
}
async function look(more: Partial<ImportReport>) {
  const { shown } = await showPage(ImportResult, {}, { props: { report: { ...report, ...more }, busy: false, file: null }, words: kit })
  return { text: shown.text(), buttons: shown.findAll('button').map((button) => button.text()), shown }
}

it('offers the others alone', async () => {
  const faulty = await look({})
  expect(faulty.buttons).toEqual(['下载标错的表', '下载错处清单', '只导入其余 3 行'])
  await faulty.shown.findAll('button')[2]?.trigger('click')
  expect(faulty.shown.emitted('apply')).toEqual([[true]])
})

it('says why the others cannot go alone', async () => {
  const hanging = await look({ hanging: 2 })
  expect(hanging.buttons).toEqual(['下载标错的表', '下载错处清单'])
  expect(hanging.text).toContain('有 2 行没有错，但它们的上级在有错的行里')
  expect((await look({ added: {} })).buttons).toEqual(['下载标错的表', '下载错处清单'])
})

it('tells what was left out, and why nothing was written', async () => {
  expect((await look({ state: 'applied' })).text).toContain('有错的 1 行没有导入')
  const failed = await look({ state: 'failed', faulty: 0, faults: [], problem: { status: 409, code: 'import.overtaken', title: 'x' } as never })
  expect(failed.text).toContain('试读之后辖区有了变动，一行也没有写入。')
})
