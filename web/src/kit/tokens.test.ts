//! Computes the contrast of every token pair in both themes: text at least 4.5, edges at least 3.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(resolve(__dirname, 'tokens.css'), 'utf8')
const block = (head: string): Record<string, string> => {
  const body = css.slice(css.indexOf(head)).split('}')[0] ?? ''
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((hit) => [hit[1], hit[2]]))
}
const themes = { light: block(':root {'), dark: block("[data-theme='dark'] {") }

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const TEXT = ['ink', 'ink-2', 'ink-3', 'accent', 'accent-press', 'late', 'soon', 'done', 'hold']
const TINTED = [
  ['accent', 'accent-tint'],
  ['late', 'late-tint'],
  ['soon', 'soon-tint'],
  ['done', 'done-tint'],
  ['hold', 'hold-tint'],
  ['ink-2', 'sunk'],
  ['ink-3', 'sunk'],
  ['ink-2', 'accent-tint'],
  ['ink-3', 'accent-tint'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-press'],
]
const EDGES = ['edge', 'accent', 'late', 'soon', 'done']

describe.each(Object.entries(themes))('%s theme', (_name, colours) => {
  const ratio = (one: string, other: string): number => contrast(colours[one] ?? '', colours[other] ?? '')

  it('holds every token of the scale', () => {
    expect(Object.keys(colours)).toHaveLength(20)
  })

  it.each(TEXT)('%s reads on paper and ground', (token) => {
    expect(Math.min(ratio(token, 'paper'), ratio(token, 'bg'))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(TINTED)('%s reads on %s', (token, ground) => {
    expect(ratio(token, ground)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(EDGES)('%s is seen as an edge', (token) => {
    expect(Math.min(ratio(token, 'paper'), ratio(token, 'bg'))).toBeGreaterThanOrEqual(3)
  })
})
