//! A figure as a paper holds it: what it answers together with its digits, so that it stays live where it is pasted.
import type { Figure, Live } from '@/api/types'
import { copyRich } from '@/kit/copy'
import { fixed } from '@/kit/format'
import type { FigureAsk } from './calls'

/** The figure of a scope as it stands; no base, no figure. */
export function liveOf(figure: Figure, ask: FigureAsk): Live | null {
  if (figure.value === null) return null
  const { code, decimals, unit } = figure.metric
  const dims = Object.fromEntries((ask.dims ?? '').split(',').filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]))
  return {
    metric: code, area: figure.area.id, period: figure.period, ...(figure.org ? { org: figure.org.id } : {}), ...(figure.org?.own ? { own: true } : {}), ...(ask.dims ? { dims } : {}),
    value: figure.value, qualifier: figure.qualifier, as_of: ask.as_of ?? null, text: fixed(figure.value, decimals) + (unit === '%' ? unit : ''),
  }
}

/** Elsewhere it is its digits with a link to the source. */
export function copyFigure(live: Live, href: string): boolean {
  const link = document.createElement('a')
  link.href = href
  link.dataset.live = JSON.stringify(live)
  link.textContent = live.text
  return copyRich(live.text, link.outerHTML)
}
