//! The tree of a standard as it is shown: what is open, what words find, and a threshold in words.
import type { Indicator, Threshold } from '@/api/types'
import { language, t } from '@/i18n'
import { grouped, THIN } from '@/kit/format'

export interface Row {
  indicator: Indicator
  depth: number
  /** Requirements below it, of every level; what must not happen at all is none of them. */
  count: number
  branch: boolean
}

const SIGN = { '=': '', '>=': '≥ ', '<=': '≤ ' }

export const isVeto = ({ method }: Indicator): boolean => method.includes('veto')

/** Parents stand before their children, as the server sends them. */
export function rowsOf(tree: Indicator[]): Row[] {
  const depth = new Map<string, number>()
  return tree.map((indicator) => {
    const own = indicator.parent === null ? 0 : (depth.get(indicator.parent) ?? 0) + 1
    depth.set(indicator.code, own)
    const below = tree.filter((one) => one.code.startsWith(`${indicator.code}.`))
    return { indicator, depth: own, count: below.filter((one) => !isVeto(one) && !tree.some((other) => other.parent === one.code)).length, branch: below.length > 0 }
  })
}

export const nameOf = ({ name, name_en }: { name: string; name_en: string }): string => (language() === 'en' && name_en ? name_en : name)

const found = (row: Row, words: string): boolean => {
  const { code, name, name_en, text } = row.indicator
  return [code, name, name_en, text].some((part) => part.toLowerCase().includes(words))
}

/** The rows that show: with words what they find and its parents, else the children of what is open; vetoes stand apart. */
export function shownRows(all: Row[], open: ReadonlySet<string>, words: string): Row[] {
  const wanted = words.trim().toLowerCase()
  const rows = all.filter((row) => !isVeto(row.indicator))
  if (wanted) {
    const hits = rows.filter((row) => found(row, wanted)).map((row) => row.indicator.code)
    return rows.filter((row) => hits.some((code) => code === row.indicator.code || code.startsWith(`${row.indicator.code}.`)))
  }
  const byCode = new Map(rows.map((row) => [row.indicator.code, row.indicator]))
  const visible = (code: string | null): boolean => code === null || (open.has(code) && visible(byCode.get(code)?.parent ?? null))
  return rows.filter((row) => visible(row.indicator.parent))
}

/** What may not happen at all, of what the words find. */
export const vetoRows = (rows: Row[], words: string): Row[] => rows.filter((row) => isVeto(row.indicator) && found(row, words.trim().toLowerCase()))

const inAll = (parts: (number | null)[]): number | null => {
  const known = parts.filter((part) => part !== null)
  return known.length ? Math.round(known.reduce((sum, part) => sum + part, 0) * 1e6) / 1e6 : null
}
/** Its own weight, else that of what lies right below it; null where the paper gives none. */
export function weightOf(rows: Row[], { indicator, branch }: Row): number | null {
  if (indicator.weight !== null || !branch) return indicator.weight
  return inAll(rows.filter((row) => row.indicator.parent === indicator.code && !isVeto(row.indicator)).map((row) => weightOf(rows, row)))
}
/** Weight and requirements of the whole standard. */
export function totals(rows: Row[]): { weight: number | null; count: number } {
  const roots = rows.filter((row) => row.depth === 0 && !isVeto(row.indicator))
  return { weight: inAll(roots.map((row) => weightOf(rows, row))), count: rows.filter((row) => !row.branch && !isVeto(row.indicator)).length }
}

/** All branches that stand beside one: what `*` opens. */
export const level = (rows: Row[], code: string): string[] => {
  const parent = rows.find((row) => row.indicator.code === code)?.indicator.parent ?? null
  return rows.filter((row) => row.branch && row.indicator.parent === parent).map((row) => row.indicator.code)
}

/** What must be reached: `≥ 95 %`, and that the paper softens it. */
export function target({ op, value, unit, qualifier }: Threshold): string {
  if (op === 'rises' || value === null) return t('standards.rises')
  const text = `${SIGN[op]}${grouped(value)}${THIN}${unit}`
  return qualifier === 'about' ? t('standards.about', { target: text }) : text
}
