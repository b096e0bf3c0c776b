//! Imports: calls, what may be brought in, and the faults of a dry run as lines and as a table to take along.
import { api, once, take } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { ImportReport, ImportRow, ImportWhat } from '@/api/types'
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

/** Sends a file to be read and checked by a job; the id under which it is sent is the import's. */
export function stageImport(id: string, what: ImportWhat, file: File): Promise<ImportReport> {
  const form = new FormData()
  form.append('file', file)
  return take(api.POST('/api/imports', { params: { query: { what, background: true } }, body: form as never, bodySerializer: (body) => body, headers: once(id) }))
}
export const fetchImport = (id: string) => take(api.GET('/api/imports/{id}', { params: { path: { id } } }))
export const fetchImports = () => take(api.GET('/api/imports'))
/** Brings in what was checked; people come at once with their passwords, the others by a job. `rest`: without the faulty rows. */
export const applyImport = (id: string, rest: boolean, key: string) => take(api.POST('/api/imports/{id}/apply', { params: { path: { id }, query: { background: true } }, body: { rest }, headers: once(key) }))
/** Gives an import up; one that has ended meanwhile stays as it is. */
export const stopImport = (id: string) => take(api.POST('/api/imports/{id}/stop', { params: { path: { id } }, body: {} })).catch((cause: unknown) => (asProblem(cause).status === 409 ? undefined : Promise.reject(asProblem(cause))))
/** The table as it was sent, while it is kept. */
export const fetchFile = async ({ id, file_name }: ImportRow): Promise<File> => new File([(await take(api.GET('/api/imports/{id}/file', { params: { path: { id } }, parseAs: 'blob' }))) as unknown as Blob], file_name)

/** A job is at it. */
export const runs = ({ state }: Pick<ImportRow, 'state'>): boolean => state === 'staging' || state === 'applying'
/** It waits for whoever sent it. */
export const asks = ({ state }: Pick<ImportRow, 'state'>): boolean => state === 'checked' || state === 'faulty'

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
