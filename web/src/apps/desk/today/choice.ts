//! Which figures the first page shows: shares first, then counts that are not already the parts of a shown share.
import type { Metric } from '@/api/types'

const ROOM = 8
/** Stocks of this moment; they stand below, by unit and by area. */
const BELOW = ['case.open', 'case.overdue']

export function chosen(metrics: Metric[]): string[] {
  const parts = new Set(metrics.flatMap((metric) => (metric.parts ? [metric.parts.numerator, metric.parts.denominator] : [])))
  const shares = metrics.filter((metric) => metric.parts)
  const counts = metrics.filter((metric) => !metric.parts && !parts.has(metric.code) && !BELOW.includes(metric.code))
  return [...shares, ...counts].slice(0, ROOM).map((metric) => metric.code)
}
