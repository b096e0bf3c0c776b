//! What an office may settle of a category, as the fields of a form and as the changes that follow from it.
import type { CategoryRule } from '@/api/types'
import { language, t, te } from '@/i18n'
import type { PickOption } from '@/kit/pick'
import { limit } from '@/kit/time'
import { text, type Field, type Values } from './form'
import { officeKind } from './levels'

export const STAGES = ['dispatch', 'accept', 'handle', 'rework', 'verify'] as const
const SHOTS = ['before', 'after', 'verify'] as const
/** Whole numbers, typed. */
const NUMBERS = ['checked_percent', 'near.metres', 'near.days', 'elsewhere_metres']
const LEVELS = 5
const MOST_PHOTOS = 9

export const categoryName = (rule: Pick<CategoryRule, 'name' | 'name_en'>): string => (language() === 'en' ? rule.name_en : rule.name)

/** The value of each key as the wire has it. */
function settled(rule: CategoryRule): Record<string, unknown> {
  return {
    ...Object.fromEntries(STAGES.map((stage) => [`limits.${stage}`, rule.limits[stage] ?? null])),
    ...Object.fromEntries(SHOTS.map((shot) => [`evidence.${shot}`, rule.evidence[shot]])),
    ...(rule.leaf ? { spot: rule.spot } : {}),
    office_looks_again: rule.office_looks_again,
    lead: rule.lead,
    department: rule.department,
    supervision: rule.supervision,
    checked_percent: rule.checked_percent,
    'near.metres': rule.near.metres,
    'near.days': rule.near.days,
    elsewhere_metres: rule.elsewhere_metres,
  }
}

/** A value as people read it. */
export function valueWords(key: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('number.none')
  if (Array.isArray(value)) return value.length ? value.map((one, at) => t(String(one).startsWith('0 ') ? 'admin.categories.levelAtOnce' : 'admin.categories.level', { n: at + 1, limit: limit(String(one)) })).join(t('page.comma')) : t('number.none')
  if (typeof value === 'boolean') return t(value ? 'admin.yes' : 'admin.no')
  if (key.startsWith('limits.')) return limit(String(value))
  if (key.startsWith('evidence.')) return t('admin.categories.photos', { n: Number(value) })
  if (key === 'lead') return t(`admin.categories.leads.${String(value)}`)
  if (key === 'department') return officeKind(String(value))
  if (key === 'checked_percent') return t('number.percent', { n: Number(value) })
  return String(value)
}

/** One line a key: what holds, and where the office has changed it, what was shipped. */
export const settledLines = (rule: CategoryRule) =>
  Object.entries(settled(rule)).map(([key, value]) => {
    const own = rule.own.find((one) => one.key === key)
    return { key, words: valueWords(key, value), shipped: own ? valueWords(key, own.shipped as unknown) : '', moved: own?.moved ?? false }
  })

export const keyWords = (key: string): string => (te(`admin.categories.key.${key}`) ? t(`admin.categories.key.${key}`) : key)

const flag = (yes: boolean): string => (yes ? 'yes' : 'no')
const flags = () => ['yes', 'no'].map((value) => ({ value, label: t(`admin.${value}`) }))

export const limitFields = (): Field[] => STAGES.map((stage) => ({ key: `limits.${stage}`, label: keyWords(`limits.${stage}`), kind: 'limit' }))

export function otherFields(rule: CategoryRule, departments: PickOption[]): Field[] {
  const photos = Array.from({ length: MOST_PHOTOS + 1 }, (_, n) => ({ value: String(n), label: t('admin.categories.photos', { n }) }))
  const spot: Field[] = rule.leaf ? [{ key: 'spot', label: keyWords('spot'), kind: 'select', options: flags() }] : []
  const levels = Math.min(LEVELS, rule.supervision.length + 1)
  return [
    ...SHOTS.map((shot): Field => ({ key: `evidence.${shot}`, label: keyWords(`evidence.${shot}`), kind: 'select', options: photos })),
    ...spot,
    { key: 'office_looks_again', label: keyWords('office_looks_again'), kind: 'select', options: flags() },
    { key: 'lead', label: keyWords('lead'), kind: 'select', options: ['block', 'line'].map((value) => ({ value, label: t(`admin.categories.leads.${value}`) })) },
    { key: 'department', label: keyWords('department'), kind: 'pick', options: departments },
    ...NUMBERS.map((key): Field => ({ key, label: keyWords(key), kind: 'text', max: 4 })),
    ...Array.from({ length: levels }, (_, at): Field => ({ key: `supervision.${at}`, label: t('admin.categories.levelAfter', { n: at + 1 }), kind: 'limit', optional: true })),
  ]
}

/** What the form begins with. */
export function startOf(rule: CategoryRule): Values {
  const { supervision, ...rest } = settled(rule)
  const words = (value: unknown): string => (typeof value === 'boolean' ? flag(value) : String(value ?? ''))
  const levels = (supervision as string[]).map((one, at) => [`supervision.${at}`, one])
  return { ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, words(value)])), ...Object.fromEntries(levels) }
}

function read(key: string, values: Values): unknown {
  if (key === 'supervision') return Array.from({ length: LEVELS }, (_, at) => text(values, `supervision.${at}`)).filter((one) => one !== '')
  const written = text(values, key)
  if (key === 'spot' || key === 'office_looks_again') return written === 'yes'
  if (key.startsWith('evidence.') || NUMBERS.includes(key)) return Number(written)
  return written
}

/**
 * Only what differs from what the form began with, so that what somebody else settled meanwhile stays; what is put back
 * as shipped is taken back.
 */
export function changesOf(rule: CategoryRule, fields: Field[], values: Values, began: Values): Record<string, unknown> {
  const keys = [...new Set(fields.map((field) => (field.key.startsWith('supervision.') ? 'supervision' : field.key)))]
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = read(key, values)
      if (same(value, read(key, began))) return []
      const own = rule.own.find((one) => one.key === key)
      return [[key, own && same(value, own.shipped) ? null : value]]
    }),
  )
}
