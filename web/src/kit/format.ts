//! Numbers as people read them: groups from five digits on, thin spaces, percents with one decimal, honest changes.
import { t } from '@/i18n'

/** Between groups of digits and before the percent sign. */
export const THIN = '\u2009'

export type Qualifier = 'exact' | 'at_least' | 'nearly' | 'about'
const QUALIFIED = { at_least: 'number.atLeast', nearly: 'number.nearly', about: 'number.about' }

/** Up to four digits together, five and more in groups of three; a decimal string never passes through a float. */
export function grouped(value: string | number): string {
  const [, sign = '', whole = '0', rest = ''] = /^([-−]?)(\d+)(\.\d+)?$/.exec(String(value)) ?? []
  const digits = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole
  return (sign && '−') + digits + rest
}

/** A decimal string cut or filled to a number of places, rounded half up. */
export function fixed(value: string, decimals: number): string {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  const kept = BigInt(whole + part.padEnd(decimals, '0').slice(0, decimals))
  const up = Number(part[decimals] ?? '0') >= 5 ? 1n : 0n
  const digits = String(kept + up).padStart(decimals + 1, '0')
  const text = decimals > 0 ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits
  return (/[1-9]/.test(text) ? sign : '') + text
}

export function qualified(text: string, qualifier: Qualifier): string {
  return qualifier === 'exact' ? text : t(QUALIFIED[qualifier], { n: text })
}

interface Measured {
  unit: string
  decimals: number
}

/** The digits of a value of a metric; no value is 无基数, never 0. */
export function digits(value: string | null, metric: Measured): string {
  return value === null ? t('number.noBase') : grouped(fixed(value, metric.decimals))
}

/** Digits and unit in one string, for readers and titles. */
export const spoken = (value: string | null, metric: Measured): string =>
  value === null ? t('number.noBase') : `${digits(value, metric)}${THIN}${metric.unit}`

/** A posting's quantity with its sign. */
export function signed(value: string): string {
  return value.startsWith('-') ? grouped(value) : `+${grouped(value)}`
}

export interface Change {
  direction: 'up' | 'down' | 'same' | 'none'
  text: string
  judgement: 'better' | 'worse' | 'neither'
}

type Judged = Measured & { better: 'up' | 'down' | 'none' }

/** Now against before: rates in points, counts in percent, small bases as they are; nothing before is said so. */
export function change(now: string | null, before: string | null, metric: Judged): Change {
  if (now === null || before === null) return { direction: 'none', text: t('number.nothingBefore'), judgement: 'neither' }
  const difference = Number(now) - Number(before)
  const step = 10 ** -metric.decimals / 2
  if (Math.abs(difference) < step) return { direction: 'same', text: t('number.same'), judgement: 'neither' }
  const direction = difference > 0 ? 'up' : 'down'
  const better = metric.better === 'none' ? 'neither' : metric.better === direction ? 'better' : 'worse'
  return { direction, text: size(Math.abs(difference), Math.abs(Number(before)), metric), judgement: better }
}

function size(difference: number, base: number, metric: Measured): string {
  if (metric.unit === '%') return t('number.points', { n: difference.toFixed(1) })
  if (base < 10) return `${grouped(fixed(difference.toFixed(6), metric.decimals))} ${metric.unit}`
  return t('number.percent', { n: ((difference / base) * 100).toFixed(1) }).replace(' %', `${THIN}%`)
}
