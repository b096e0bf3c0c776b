//! Small forms of the administration as data: which fields an action asks, what is still missing, which actions stand.
import type { Component } from 'vue'
import type { PickOption } from '@/kit/pick'

export type Values = Record<string, string | boolean | string[]>

export interface Field {
  key: string
  label: string
  kind: 'text' | 'day' | 'time' | 'limit' | 'pick' | 'select' | 'check' | 'checks' | 'reason'
  hint?: string
  optional?: boolean
  max?: number
  options?: PickOption[]
  /** A list that the server narrows: told what was typed. */
  typed?: (words: string) => void
  /** First and last day that may be chosen. */
  from?: string
  to?: string
  /** Asked only when this holds of what stands in the form. */
  when?: (values: Values) => boolean
}

export interface Action {
  name: string
  label: string
  fields: Field[]
  start?: Values
  /** What the form shows is this version of it: the server is told which was seen. */
  version?: number
  /** What it brings about, said before it is done. */
  effect?: string
  /** Stands apart and in red: it ends something. */
  ends?: boolean
  /** What it would bring about, shown beside the fields and told anew as they change. */
  about?: { part: Component; props: (values: Values) => Record<string, unknown> }
  /** `began` is what the form showed at first: what was not touched is not said anew. */
  run: (values: Values, key: string, began: Values) => Promise<unknown>
  /** What is told when it is done; nothing where the page itself shows it. */
  done?: (values: Values) => string
}

const EMPTY: Record<Field['kind'], string | boolean | string[]> = { text: '', day: '', time: '', limit: '', pick: '', select: '', reason: '', check: false, checks: [] }

/** What the form begins with. */
export const begin = (action: Action): Values => ({
  ...Object.fromEntries(action.fields.map((field) => [field.key, action.start?.[field.key] ?? EMPTY[field.kind]])),
  ...(action.version === undefined ? {} : { version: String(action.version) }),
})

/** The version that the form began with. */
export const seen = (values: Values): { version?: number } => (text(values, 'version') ? { version: Number(values.version) } : {})

export const asked = (fields: Field[], values: Values): Field[] => fields.filter((field) => field.when?.(values) ?? true)

const empty = (value: Values[string] | undefined): boolean => (Array.isArray(value) ? value.length === 0 : typeof value === 'string' && value.trim() === '')

/** Keys of the fields that must be filled and are not. */
export const missing = (fields: Field[], values: Values): string[] =>
  asked(fields, values).flatMap((field) => (!field.optional && field.kind !== 'check' && empty(values[field.key]) ? [field.key] : []))

/** A field as trimmed text; empty where it is none. */
export const text = (values: Values, key: string): string => {
  const value = values[key]
  return typeof value === 'string' ? value.trim() : ''
}
export const many = (values: Values, key: string): string[] => {
  const value = values[key]
  return Array.isArray(value) ? value : []
}
