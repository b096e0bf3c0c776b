//! Imports: calls, what may be brought in, and the faults of a dry run as lines and as a table to take along.
import { api, once, take } from '@/api/client'
import type { ImportReport, ImportWhat } from '@/api/types'
import { can } from '@/app/session'
import { t, te } from '@/i18n'

const NEEDED: Record<ImportWhat, string[]> = {
  areas: ['area.write'],
  boundaries: ['area.write'],
  organisations: ['organisation.write'],
  people: ['person.write', 'organisation.write', 'grant.write', 'account.write'],
}
const WHATS: ImportWhat[] = ['areas', 'boundaries', 'organisations', 'people']
export const ACCEPTED: Record<ImportWhat, string> = { areas: '.xlsx,.csv', boundaries: '.geojson,.json', organisations: '.xlsx,.csv', people: '.xlsx,.csv' }

export const allowedWhats = (): ImportWhat[] => WHATS.filter((what) => NEEDED[what].every(can))
export const asWhat = (text: unknown): ImportWhat | undefined => allowedWhats().find((what) => what === text)

export const templateUrl = (what: ImportWhat): string => `/api/imports/template?what=${what}`

/** Reads and checks a file; the id under which it is sent is the import's. */
export function stageImport(id: string, what: ImportWhat, file: File): Promise<ImportReport> {
  const form = new FormData()
  form.append('file', file)
  return take(api.POST('/api/imports', { params: { query: { what } }, body: form as never, bodySerializer: (body) => body, headers: once(id) }))
}
export const fetchImport = (id: string) => take(api.GET('/api/imports/{id}', { params: { path: { id } } }))
export const applyImport = (id: string, key: string) => take(api.POST('/api/imports/{id}/apply', { params: { path: { id } }, body: {}, headers: once(key) }))

export interface FaultLine {
  at: string
  line: number
  name: string
  column: string
  found: string
  rule: string
}

/** A fault's rule in words; one that has none as its code. */
const ruleWords = (rule: string): string => (te(`admin.fault.${rule}`) ? t(`admin.fault.${rule}`) : rule)
const columnWords = (what: string, field: string): string => [`admin.columnOf.${what}.${field}`, `admin.column.${field}`].filter(te).map((key) => t(key))[0] ?? field

/** One line a fault, in the order of the file. */
export const faultLines = (report: ImportReport): FaultLine[] =>
  report.faults.flatMap((row) =>
    row.faults.map((fault, n) => ({ at: `${row.file}:${row.line}:${n}`, line: row.line, name: row.name || row.code, column: columnWords(report.what, fault.field), found: fault.found, rule: ruleWords(fault.rule) })),
  )

/** A cell that no spreadsheet reads as a formula or splits. */
const cell = (value: string): string => `"${(/^[=+\-@\t]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`

/** The faults as CSV, with the mark that spreadsheets need for UTF-8. */
export function faultTable(report: ImportReport): string {
  const head = [t('admin.imports.line'), t('admin.imports.who'), t('admin.imports.column'), t('admin.imports.found'), t('admin.imports.rule')]
  const rows = faultLines(report).map((one) => [String(one.line), one.name, one.column, one.found, one.rule])
  return '\ufeff' + [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}
