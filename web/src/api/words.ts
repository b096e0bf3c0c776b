//! What to tell the person about a problem: our own words by its code, else the server's title.
import { t, te } from '@/i18n'
import type { Problem } from './problem'

export function problemWords(problem: Problem): string {
  const params = problem.wire.params ?? {}
  const named = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, word(key, String(value))]))
  if (te(`problem.${problem.code}`)) return t(`problem.${problem.code}`, named)
  if (problem.status >= 500) return t('page.busy')
  return problem.wire.detail ?? problem.wire.title
}

function word(key: string, value: string): string {
  const named = { state: [`tag.${value}`], verb: [`verb.${value}`, `right.${value}`] }[key] ?? []
  return named.filter(te).map((name) => t(name))[0] ?? value
}
