//! A paper's bar chart from its numbers: groups of bars from nought, each value written above its bar.
import type { ChartContent } from '@/api/types'

interface Bar {
  x: number
  y: number
  width: number
  height: number
  series: number
  text: string
}

interface Box {
  width: number
  height: number
  /** Room above for the values and below for the names. */
  top: number
  bottom: number
}

const GROUP = 0.62

export function bars(chart: Pick<ChartContent, 'categories' | 'series'>, box: Box): { bars: Bar[]; step: number; ground: number } {
  const values = chart.series.flatMap((one) => one.values.map((value) => Number(value ?? 0)))
  const most = Math.max(1, ...values)
  const step = box.width / Math.max(1, chart.categories.length)
  const width = (step * GROUP) / Math.max(1, chart.series.length)
  const ground = box.height - box.bottom
  const found = chart.series.flatMap((one, series) =>
    one.values.flatMap((value, at) => {
      if (value === null) return []
      const height = (Math.max(0, Number(value)) / most) * (ground - box.top)
      return [{ x: at * step + (step * (1 - GROUP)) / 2 + series * width, y: ground - height, width, height, series, text: value }]
    }),
  )
  return { bars: found, step, ground }
}
