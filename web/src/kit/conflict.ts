//! Somebody was faster: who changed what, as the server tells it with the refusal, in words.
import type { Problem } from '@/api/problem'
import { t, te } from '@/i18n'
import { clock, day, dayOf, limit, moment } from './time'

interface Change {
  field: string
  old: unknown
  new: unknown
}
/** What a stale write is refused with. */
interface Told {
  at: string
  person: string | null
  verb: string
  changes: Change[]
}

/** What the refusal tells, or null where it is another one or tells nothing. */
export function theirs(problem: Problem | null): Told | null {
  const params = problem?.status === 412 ? problem.wire.params : undefined
  return params && Array.isArray(params.changes) && typeof params.at === 'string' ? (params as unknown as Told) : null
}

const MOMENTS = ['deadline', 'closed_at']
const DAYS = ['closed_on']

/** A value of a field as people read it: names for what has one, the words of states and limits. */
export function valueWords(field: string, value: unknown, now: Date): string {
  if (value === null || value === undefined || value === '') return t('number.none')
  if (Array.isArray(value)) return value.map((one) => valueWords(field, one, now)).join(t('page.comma')) || t('number.none')
  if (typeof value === 'object') {
    const { name, lat, lon } = value as { name?: string; lat?: number; lon?: number }
    return name ?? (lat !== undefined && lon !== undefined ? `${lon}, ${lat}` : t('page.another'))
  }
  const plain = String(value)
  if (field === 'state' && te(`tag.${plain}`)) return t(`tag.${plain}`)
  if (MOMENTS.includes(field)) return moment(plain, now)
  if (DAYS.includes(field)) return day(plain, now)
  if (field === 'asked') return limit(plain)
  return field === 'parent' ? t('page.another') : plain
}

/** Who did what when: `name` gives the field's label. */
export function theirWords({ at, person, verb, changes }: Told, name: (field: string) => string, now: Date): string {
  const time = dayOf(at) === dayOf(now) ? clock(at) : moment(at, now)
  const who = [person ?? t('timeline.byRule'), time, te(`did.${verb}`) ? t(`did.${verb}`) : ''].filter(Boolean).join(' ')
  const what = changes.map((one) => t('page.changedTo', { field: name(one.field), value: valueWords(one.field, one.new, now) }))
  return t(what.length ? 'page.changedBy' : 'page.doneBy', { who, what: what.join(t('page.then')) })
}
