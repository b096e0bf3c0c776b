//! A table of standards, sites or figures sent in: read and checked, taken whole or not at all, with its faults by cell.
import { api, once, take } from '@/api/client'
import type { Problem } from '@/api/problem'
import type { FiguresAsk } from '@/api/types'
import { t, te } from '@/i18n'
import type { RowFault } from './marked'

export type TableOf = 'standards' | 'sites' | 'statements'
export interface CellFault {
  sheet: string
  row: number
  column: string
  rule: string
  found: string
}

const form = (file: File): FormData => {
  const data = new FormData()
  data.append('file', file)
  return data
}

/** What would come of the table, or came of it, in words; `changes` is false where all of it stands already. */
export interface Taken {
  words: string
  changes: boolean
  /** By which the rows of a file are found again. */
  file?: string
}
export async function sendTable(of: TableOf, file: File, key: string, dry: boolean, ask: FiguresAsk = {}): Promise<Taken> {
  const sent = { params: { query: { dry_run: dry, ...ask } }, body: form(file) as never, bodySerializer: (body: unknown) => body as FormData, headers: once(key) }
  if (of === 'standards') {
    const taken = await take(api.POST('/api/standards/import', sent))
    return { changes: !taken.unchanged, words: t(taken.unchanged ? 'tables.unchanged' : dry ? 'tables.wouldStandard' : 'tables.didStandard', { code: taken.code, version: taken.version, n: taken.indicators }) }
  }
  if (of === 'statements') {
    const taken = await take(api.POST('/api/statements/import', sent))
    const words = t(taken.unchanged ? 'tables.figuresStand' : dry ? 'tables.wouldFigures' : 'tables.didFigures', { ...taken })
    return { changes: !taken.unchanged, words, file: dry && !taken.unchanged ? undefined : taken.file }
  }
  const done = await take(api.POST('/api/sites/import', sent))
  return { changes: done.opened > 0, words: t(dry ? (done.opened > 0 ? 'tables.wouldSites' : 'tables.noNewSites') : 'tables.didSites', { n: done.opened, skipped: done.skipped }) }
}

/** The faults that a refusal names, in the order of the file. */
export const faultsOf = (problem: Problem): CellFault[] => (problem.code === 'table.faulty' ? ((problem.wire.params?.faults ?? []) as CellFault[]) : [])

/** A fault as it stands beside its row. */
export const besideRow = (fault: CellFault): RowFault => ({ sheet: fault.sheet, row: fault.row, words: t('page.pair', { label: fault.column, value: ruleWords(fault.rule) }) })

/** A rule in words; one that has none as its code. */
export const ruleWords = (rule: string): string => (te(`tables.rule.${rule}`) ? t(`tables.rule.${rule}`) : rule)
