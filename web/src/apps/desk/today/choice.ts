//! Which figures the first page shows: shares first, then counts that are not already the parts of a shown share.
import type { Metric } from '@/api/types'
import { parts } from '@/app/metric'

const SHARES = 4
const ROOM = 8

export function chosen(metrics: Metric[]): string[] {
  const shares = metrics.filter((metric) => metric.denominator.length).slice(0, SHARES)
  const inside = new Set(shares.flatMap(parts))
  const counts = metrics.filter((metric) => !metric.denominator.length && !inside.has(metric.code))
  return [...shares, ...counts].slice(0, ROOM).map((metric) => metric.code)
}
