//! A statement in words: its metric, its number, its days.
import type { Statement } from '@/api/types'
import { language, t } from '@/i18n'
import { grouped, qualified } from '@/kit/format'
import { day, period } from '@/kit/time'

export const metricName = ({ metric, state }: Statement): string => (metric ? (language() === 'en' ? metric.name_en : metric.name) : t(state === 'quoted' ? 'number.none' : 'statements.noMetric'))

/** The number that counts, in the metric's unit; what is masked says so. */
export function quantityOf({ metric, quantity, qualifier }: Statement): string {
  if (!metric) return t('number.none')
  if (quantity === null || quantity === undefined) return t('statements.masked')
  const unit = language() === 'en' ? metric.unit_en : metric.unit
  return `${qualified(grouped(plain(quantity)), qualifier)}${unit === '%' ? '' : ' '}${unit}`
}
/** Without closing noughts behind the point. */
const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

export function days({ from, to }: Statement, now: Date): string {
  if (from === to) return day(from, now)
  const year = from.slice(0, 4)
  return from === `${year}-01-01` && to === `${year}-12-31` ? period(year) : t('time.between', { from: day(from, now), to: day(to, now) })
}
