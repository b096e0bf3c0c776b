//! What a figure of a paper answers, as the desk asks for it.
import type { Live } from '@/api/types'
import type { FigureAsk } from '../figures/calls'

const dims = (live: Live): string => Object.entries(live.dims ?? {}).map(([name, value]) => `${name}:${value}`).join(',')

/** The scope as it is now. */
export function askOf(live: Live): FigureAsk {
  const ask: FigureAsk = { area: live.area, period: live.period }
  if (live.org) ask.org = live.org
  if (live.own) ask.own = true
  if (dims(live)) ask.dims = dims(live)
  return ask
}

/** The scope at the place in the chain that the figure was taken at. */
export const askThen = (live: Live): FigureAsk => (live.as_of ? { ...askOf(live), as_of: live.as_of } : askOf(live))
