//! Which figures the first page shows: those that the catalogue puts there, in its order.
import type { Metric } from '@/api/types'

export function chosen(metrics: Metric[]): string[] {
  const placed = metrics.flatMap(({ code, headline }) => (headline === null ? [] : [{ code, headline }]))
  return placed.sort((a, b) => a.headline - b.headline).map(({ code }) => code)
}
