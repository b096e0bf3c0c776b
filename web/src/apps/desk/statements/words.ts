//! A statement in words: its metric, its number, its days.
import type { Statement } from '@/api/types'
import { language, t } from '@/i18n'
import { digits, qualified } from '@/kit/format'
import { day } from '@/kit/time'

export const metricName = ({ metric }: Statement): string => (metric ? (language() === 'en' ? metric.name_en : metric.name) : t('statements.noMetric'))

/** The number that counts, in the metric's unit; what is masked says so. */
export function quantityOf({ metric, quantity, qualifier }: Statement): string {
  if (!metric) return t('number.none')
  if (quantity === null || quantity === undefined) return t('statements.masked')
  const unit = language() === 'en' ? metric.unit_en : metric.unit
  const text = qualified(digits(quantity, { decimals: decimalsOf(quantity), unit }), qualifier)
  return unit === '%' ? `${text}%` : `${text} ${unit}`
}
const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0

export const days = ({ from, to }: Statement, now: Date | number): string => (from === to ? day(from, now as never) : t('time.between', { from: day(from, now as never), to: day(to, now as never) }))
