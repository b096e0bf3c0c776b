//! What to tell the person about a problem: our own words by its code, else the server's title.
import { t, te } from '@/i18n'
import type { Problem } from './problem'

export function problemWords(problem: Problem): string {
  const words = codeWords(problem.code, problem.wire.params)
  if (words) return words
  if (problem.status >= 500) return t('page.busy')
  return problem.wire.detail ?? problem.wire.title
}

/** What was refused of each field, in words and never as a code. */
export function fieldWords(problem: Problem): Record<string, string> {
  const { errors = [], field, params } = problem.wire
  const all = field && !errors.some((one) => one.field === field) ? [...errors, { field, code: problem.code, params }] : errors
  return Object.fromEntries(all.map((one) => [one.field, codeWords(one.code, one.params) || t('page.notTaken')]))
}

function codeWords(code: string, params: Record<string, unknown> = {}): string {
  const named = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, word(key, String(value))]))
  if (code === 'record.outside') named.whom = [params.office, params.head].filter(Boolean).join(' ') || t('page.office')
  if (code === 'case.stale' && params.verb) return t('problem.case.stale_by', { ...named, who: params.person ?? t('timeline.byRule') })
  return te(`problem.${code}`) ? t(`problem.${code}`, named) : ''
}

function word(key: string, value: string): string {
  const named = { state: [`tag.${value}`], verb: [`verb.${value}`, `right.${value}`] }[key] ?? []
  return named.filter(te).map((name) => t(name))[0] ?? value
}
