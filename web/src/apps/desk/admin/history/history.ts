//! The trail of settings in words: of each change what it is of, and line by line what stood before and stands now.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, take } from '@/api/client'
import type { SettingChange, SettingKind } from '@/api/types'
import { t, te } from '@/i18n'
import { day } from '@/kit/time'
import { valueWords } from '../category'

export const KINDS: SettingKind[] = ['setting', 'calendar', 'category', 'dispatch_rule', 'checklist', 'standard']
type Value<T> = Readonly<Ref<T>>
export interface HistoryAsk {
  kind?: SettingKind
  code?: string
  after?: string
}
export const useHistory = (ask: Value<HistoryAsk>) =>
  useQuery({ queryKey: computed(() => ['settings-history', ask.value]), queryFn: () => take(api.GET('/api/settings/history', { params: { query: ask.value } })) })

/** The kind of change that an address names. */
export const asKind = (text: unknown): SettingKind | undefined => KINDS.find((kind) => kind === text)

/** Names of what a change speaks of by code or id; what is not known stays as it is. */
export type Names = (of: 'category' | 'area' | 'organisation' | 'checklist', key: string) => string
export interface ChangeLine {
  label: string
  before: string
  after: string
}
export interface ChangeWords {
  what: string
  lines: ChangeLine[]
  reason: string
  /** The category or checklist that it is of, to read only its changes. */
  code: string
}
type Plain = Record<string, unknown>

const plain = (value: unknown): Plain => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {})
const wordOr = (key: string, other: string): string => (te(key) ? t(key) : other)
const NONE = (): string => t('number.none')

export function changeWords(change: SettingChange, names: Names): ChangeWords {
  const [before, { reason, ...after }] = [plain(change.before), plain(change.after)]
  const told = SPEAK[change.kind]?.(before, after, names, new Date(change.at)) ?? { what: '', lines: [], code: '' }
  return { ...told, reason: typeof reason === 'string' ? reason : '' }
}

type Told = Omit<ChangeWords, 'reason'>
const SPEAK: Partial<Record<SettingKind, (before: Plain, after: Plain, names: Names, at: Date) => Told>> = {
  setting: (before, after) => {
    const name = String(after.setting ?? '')
    const whole = [before.value, after.value].some((value) => typeof value === 'object' && value !== null)
    const lines = whole ? differing(plain(before.value), plain(after.value), name) : [line(wordOr(`history.setting.${name}`, name), before.value, after.value)]
    return { what: wordOr(`history.setting.${name}`, name), lines, code: '' }
  },
  calendar: (before, after, _, at) =>
    'day' in after
      ? { what: day(String(after.day), at), lines: [{ label: t('history.works'), before: worked(before.works), after: worked(after.works) }], code: '' }
      : { what: t('history.hours'), lines: [{ label: t('history.hours'), before: hours(before.hours), after: hours(after.hours) }], code: '' },
  category: (before, after, names) => {
    const code = String(after.code ?? before.code ?? '')
    const own = differing(plain(before.own ?? before.changes), plain(after.own ?? after.changes), 'category')
    const rest = differing(without(before, ['code', 'own', 'changes', 'parent']), without(after, ['code', 'own', 'changes', 'parent']), 'category')
    const known = names('category', code)
    return { what: known === code && typeof after.name === 'string' ? after.name : known, lines: [...rest, ...own], code }
  },
  dispatch_rule: (before, after, names) => {
    const rule = plain(after.rule)
    const one = after.rule ? rule : before
    const said = (all: Plain): Plain => Object.fromEntries(Object.entries(without(all, ['category', 'area'])).map(([key, value]) => [key, value && key !== 'lead' ? names('organisation', String(value)) : value]))
    return { what: `${names('category', String(one.category ?? ''))} × ${names('area', String(one.area ?? ''))}`, lines: differing(said(before), said(rule), 'dispatch_rule'), code: '' }
  },
  checklist: (before, after, names) => {
    const code = String(after.code ?? '')
    return { what: names('checklist', code), lines: [version(before, after), ...reworded(plain(after.changes))], code }
  },
  standard: (before, after) => ({ what: String(after.code ?? ''), lines: [version(before, after)], code: '' }),
}

const without = (all: Plain, keys: string[]): Plain => Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key)))
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const differing = (before: Plain, after: Plain, of: string): ChangeLine[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !same(before[key], after[key])).map((key) => line(label(of, key), before[key], after[key], key))

const label = (of: string, key: string): string => [`history.key.${of}.${key}`, `admin.categories.key.${key}`].filter(te).map((one) => t(one))[0] ?? key

const line = (name: string, before: unknown, after: unknown, key = ''): ChangeLine => ({ label: name, before: words(key, before), after: words(key, after) })
function words(key: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return NONE()
  if (key === 'level') return wordOr(`history.level.${String(value)}`, String(value))
  if (Array.isArray(value) && value.some((one) => typeof one === 'object')) return value.map((one) => String(plain(one).name ?? JSON.stringify(one))).join(t('page.comma')) || NONE()
  return typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : valueWords(key, value)
}

const worked = (works: unknown): string => t(works === true ? 'history.working' : works === false ? 'history.resting' : 'history.asAnnounced')
const hours = (shifts: unknown): string => (Array.isArray(shifts) && shifts.length ? shifts.map((one) => `${String(plain(one).from)}–${String(plain(one).to)}`).join(t('page.comma')) : t('history.usualHours'))
const version = (before: Plain, after: Plain): ChangeLine => ({ label: t('history.version'), before: before.version === undefined ? NONE() : String(before.version), after: String(after.version ?? '') })

/** How many items of a checklist were added, taken out, changed. */
const reworded = (changes: Plain): ChangeLine[] =>
  (['added', 'removed', 'changed'] as const).flatMap((key) => {
    const list = changes[key]
    return Array.isArray(list) && list.length ? [{ label: t(`history.items.${key}`), before: '', after: t('history.nItems', { n: list.length }) }] : []
  })
