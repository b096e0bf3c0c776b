//! How a drawing is looked at: how often larger than its box, and where its corner then lies.

export interface Box {
  width: number
  height: number
}
/** A point `p` of the drawing stands at `p * times + x` (or `y`) of the box. */
export interface Look {
  times: number
  x: number
  y: number
}

export const WHOLE: Look = { times: 1, x: 0, y: 0 }
export const MOST = 16

const between = (least: number, n: number, most: number): number => Math.min(most, Math.max(least, n)) + 0
/** The drawing covers its box at any time. */
const covering = ({ times, x, y }: Look, { width, height }: Box): Look => ({ times, x: between(width * (1 - times), x, 0), y: between(height * (1 - times), y, 0) })

/** Larger or smaller `by` that factor; what stands at `at` of the box stays there. */
export function zoomed(look: Look, by: number, at: readonly [number, number], box: Box): Look {
  const times = between(1, look.times * by, MOST)
  const grown = times / look.times
  return covering({ times, x: at[0] - (at[0] - look.x) * grown, y: at[1] - (at[1] - look.y) * grown }, box)
}

export const moved = (look: Look, dx: number, dy: number, box: Box): Look => covering({ ...look, x: look.x + dx, y: look.y + dy }, box)

/** Where a point of the drawing stands in the box. */
export const seenAt = ({ times, x, y }: Look, [px, py]: readonly [number, number]): [number, number] => [px * times + x, py * times + y]

export const inside = ([x, y]: readonly [number, number], { width, height }: Box): boolean => x >= 0 && y >= 0 && x <= width && y <= height
