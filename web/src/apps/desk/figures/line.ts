//! Where the points of a line of months stand; the axis is cut, so every value is written.
import type { Month } from '@/api/types'

interface Point {
  period: string
  value: string
  x: number
  y: number
  /** Written above or below its point, away from the line. */
  above: boolean
}

interface Box {
  width: number
  height: number
  /** Room left free at both ends for the written values. */
  side: number
  top: number
  bottom: number
}

export function place(months: Month[], box: Box): Point[] {
  const known = months.flatMap((month, at) => (month.value === null ? [] : [{ at, period: month.period, value: month.value }]))
  const numbers = known.map((month) => Number(month.value))
  const low = Math.min(...numbers)
  const spread = Math.max(...numbers) - low || 1
  const step = (box.width - 2 * box.side) / Math.max(1, months.length - 1)
  const room = box.height - box.top - box.bottom
  const flat = Math.max(...numbers) === low
  return known.map((month, at) => {
    const value = Number(month.value)
    const share = flat ? 0.5 : (value - low) / spread
    const around = [numbers[at - 1], numbers[at + 1]].filter((one) => one !== undefined)
    const above = around.filter((one) => one <= value).length >= around.filter((one) => one > value).length
    return { period: month.period, value: month.value, x: box.side + month.at * step, y: box.top + (1 - share) * room, above }
  })
}

/** The line as a path; a month without a value breaks it. */
export function path(points: Point[], months: Month[]): string {
  const at = (point: Point): number => months.findIndex((month) => month.period === point.period)
  return points.map((point, i) => `${i > 0 && at(point) === at(points[i - 1] ?? point) + 1 ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('')
}
