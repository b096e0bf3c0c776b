//! What every change of a tree asks, and what a merger makes of the figures.
import { session } from '@/app/session'
import { t } from '@/i18n'
import { text, type Field, type Values } from '../form'
import type { Change, Part } from './calls'

const today = (): string => session.value?.today ?? ''

export const changeFields = (): Field[] => [
  { key: 'day', label: t('admin.fromDay'), kind: 'day', to: today(), hint: t('admin.notAhead') },
  { key: 'reason', label: t('admin.reason'), kind: 'reason' },
  { key: 'document', label: t('tree.document'), kind: 'text', optional: true, hint: t('tree.documentHint') },
]
export const changeStart = (): Values => ({ day: today() })
export const changed = (values: Values): Change => ({ day: text(values, 'day'), reason: text(values, 'reason'), document: text(values, 'document') })

/** Into one that stands, or into a new one. */
export const isNew = (values: Values): boolean => values.mode === 'new'
export const listed = (values: Values, key: string): string[] => (Array.isArray(values[key]) ? (values[key] as string[]) : [])
export const intoPart = (values: Values): Part => (isNew(values) ? { name: text(values, 'name'), short_name: text(values, 'short_name'), code: text(values, 'code') } : { id: text(values, 'into') })

/** The two parts of a split: what is not given to the second goes to the first. */
export function twoParts(values: Values, all: string[]): Part[] {
  const second = listed(values, 'takes')
  const part = (n: 1 | 2, takes: string[]): Part => ({ name: text(values, `name${n}`), code: text(values, `code${n}`), takes })
  return [part(1, all.filter((id) => !second.includes(id))), part(2, second)]
}
const RESTS: Record<string, number | null> = { first: 0, second: 1, nobody: null }
export const restOf = (values: Values): number | null => RESTS[text(values, 'rest')] ?? null

export interface Figures {
  id: string
  figures: { metric: string; name: string; name_en: string; value: number }[]
}
/** Per metric: what each counts now, and what the heir will count when it holds them all. */
export function together(rows: Figures[]): { metric: string; name: string; name_en: string; now: number[]; then: number }[] {
  return (rows[0]?.figures ?? []).map(({ metric, name, name_en }) => {
    const now = rows.map((row) => row.figures.find((one) => one.metric === metric)?.value ?? 0)
    return { metric, name, name_en, now, then: now.reduce((sum, value) => sum + value, 0) }
  })
}
