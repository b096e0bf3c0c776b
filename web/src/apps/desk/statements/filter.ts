//! The filter of the statements as it stands in the address and as the server is asked; what a form of one lacks.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { NewStatement, Statement, StatementAsk } from '@/api/types'
import type { IconName } from '@/kit/icons'

export const PAGE = 50
export const STATES = ['stated', 'unmatched', 'held', 'target', 'quoted', 'withdrawn'] as const
const CHOSEN = ['state', 'metric', 'area', 'org', 'file'] as const

export interface Filter {
  state: string[]
  metric: string[]
  area: string[]
  org: string[]
  /** The rows of one file. */
  file: string[]
  q: string
  /** Only what the office should look at. */
  doubtful: boolean
}

const one = (value: LocationQuery[string] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

export function readFilter(query: LocationQuery): Filter {
  const chosen = Object.fromEntries(CHOSEN.map((key) => [key, one(query[key]) ? one(query[key]).split(',') : []]))
  return { ...chosen, q: one(query.q), doubtful: one(query.doubtful) === '1' } as Filter
}

export function writeFilter(filter: Filter): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const key of CHOSEN) if (filter[key].length) query[key] = filter[key].join(',')
  if (filter.q) query.q = filter.q
  if (filter.doubtful) query.doubtful = '1'
  return query
}

export function toAsk(filter: Filter, after: string | null): StatementAsk {
  const ask: StatementAsk = { limit: PAGE }
  for (const key of CHOSEN) if (filter[key].length) ask[key] = filter[key].join(',')
  if (filter.q) ask.words = filter.q
  if (filter.doubtful) ask.doubtful = true
  if (after) ask.after = after
  return ask
}

export const chosenCount = (filter: Filter): number => CHOSEN.filter((key) => filter[key].length > 0).length + (filter.q ? 1 : 0) + (filter.doubtful ? 1 : 0)

/** Icon and colour of where a statement stands. */
export const LOOK: Record<Statement['state'], [IconName, string]> = {
  stated: ['check', 'done'], unmatched: ['warning', 'late'], held: ['pause', 'soon'], target: ['flag', 'accent'], quoted: ['paper', 'hold'], withdrawn: ['barred', 'hold'],
}

/** The number as it was said, and with its unit. */
const textOf = ({ said }: Statement): string => said.text || said.value || ''
/** As it was said with its unit, which some write into the quantity too. */
export const saidOf = (one: Statement): string => {
  const { unit } = one.said
  return textOf(one).endsWith(unit) ? textOf(one) : [textOf(one), unit].join(/[a-z]/i.test(unit) ? ' ' : '')
}

export interface StatementForm {
  metric: string | null
  object: string
  action: string
  text: string
  unit: string
  from: string
  to: string
  area: string | null
  org: string | null
  /** Of a stock: a change, not a count. */
  change: boolean
  source: string
  sentence: string
  note: string
}

export const formOf = (one: Statement | null, area: string | null, today: string): StatementForm => ({
  metric: one?.metric?.code ?? null, object: one?.said.object ?? '', action: one?.said.action ?? '', text: one ? textOf(one) : '', unit: one?.said.unit ?? '',
  from: one?.from ?? today, to: one && one.to !== one.from ? one.to : '', area: one?.area.id ?? area, org: one?.org.id ?? null, change: one?.kind === 'entry' && one.metric?.code !== undefined,
  source: one?.said.source ?? '', sentence: one?.said.sentence ?? '', note: one?.said.note ?? '',
})

const FIELDS = ['what', 'text', 'from', 'to', 'area'] as const
export type Field = (typeof FIELDS)[number]

export function check(form: StatementForm): Field[] {
  const wrong: Record<Field, boolean> = { what: !form.metric && !form.object.trim(), text: !form.text.trim(), from: !form.from, to: form.to !== '' && form.to < form.from, area: !form.area }
  return FIELDS.filter((field) => wrong[field])
}

/** What is sent; what a file said beside it stays as long as the number and the metric do. */
export const toBody = (form: StatementForm, old: Statement | null): NewStatement => ({
  area: form.area ?? '', org: form.org, from: form.from, to: form.to || null, change: form.change,
  said: {
    kind: null, bound: null, qualifier: null, value: null, value_max: null,
    ...(old && form.metric === (old.metric?.code ?? null) ? { kind: old.said.kind, bound: old.said.bound } : {}),
    ...(old && form.text === textOf(old) ? { qualifier: old.said.qualifier, value: old.said.value, value_max: old.said.value_max } : {}),
    metric: form.metric, object: form.object.trim(), action: form.action.trim(), text: form.text.trim(), unit: form.unit.trim(), source: form.source.trim(), sentence: form.sentence.trim(), note: form.note.trim(),
  },
})
