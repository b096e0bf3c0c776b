//! Faults of a dry run: one line each, words for every rule of the reader and the checks, a table safe to open.
import { beforeAll, expect, it } from 'vitest'
import type { ImportReport } from '@/api/types'
import { i18n } from '@/i18n'
import zh from '@/i18n/zh-CN/admin.json'
import { faultLines, faultTable } from './imports'

beforeAll(() => i18n.global.mergeLocaleMessage('zh-CN', zh))

const RULES = [
  'cell.required', 'cell.whole_number', 'cell.number', 'cell.date', 'cell.choice', 'cell.too_long', 'cell.broken', 'field.empty', 'level.unknown', 'code.length', 'code.twice', 'parent.none', 'parent.level',
  'area.none', 'organisation.none', 'role.none', 'account.login_taken', 'geometry.none', 'geometry.type', 'geometry.invalid', 'geometry.empty', 'geometry.malformed', 'geometry.open_ring', 'geometry.degrees',
]
const report: ImportReport = {
  id: '1', what: 'people', file_name: 'a.csv', file_hash: '', state: 'faulty', staged: 2, total: 2, added: {}, skipped: 0, faulty: 1, hanging: 0, problem: null, created_at: '2026-10-30T01:00:00Z',
  faults: [{ file: '', line: 3, code: 'x', name: '=甲"', faults: RULES.map((rule) => ({ field: 'code', rule, found: '-1' })) }],
}

it('has words for every rule', () => {
  expect(faultLines(report).map((line) => line.rule).filter((rule) => RULES.includes(rule))).toEqual([])
  expect(faultLines(report)[0]).toMatchObject({ line: 3, column: '代码', found: '-1' })
})

it('writes a table that no spreadsheet computes', () => {
  const [head, first] = faultTable(report).split('\r\n')
  expect(head?.startsWith('\ufeff"行"')).toBe(true)
  expect(first).toContain(`"3","'=甲""","代码","'-1"`)
})
