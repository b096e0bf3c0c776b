//! A paper as it is read: sections with their numbers, paragraphs, and every figure with its place in the text.
import type { Block, Live, Run } from '@/api/types'

export interface Section {
  code: string
  /** Without its number; empty where a section has no heading. */
  heading: string
  /** From 1 among those with a heading; 0 without. */
  number: number
  blocks: Block[]
  figures: number
}

/** A figure of the paper and where it stands. */
export interface Place {
  /** `BLOCK:AT`, unique in the paper. */
  id: string
  block: string
  /** Among the figures of its paragraph, from 0. */
  at: number
  live: Live
  section: Section
  /** Paragraph of its section, from 1. */
  paragraph: number
}

export const runsOf = (block: Block): Run[] => (block.content.kind === 'paragraph' ? block.content.runs : [])
export const figuresOf = (block: Block): Live[] => runsOf(block).flatMap((run) => ('figure' in run ? [run.figure] : []))
export const wordsOf = (runs: Run[]): string => runs.map((run) => ('figure' in run ? run.figure.text : run.text)).join('')

/** Has a refresh moved it, or do the words around it no longer fit? */
export const moved = (live: Live): boolean => Boolean(live.was) || (live.now ?? null) !== null

export function sections(blocks: Block[]): Section[] {
  const found: Section[] = []
  let numbered = 0
  for (const block of blocks) {
    const code = block.key.split('.')[0] ?? ''
    let section = found.at(-1)
    if (section?.code !== code) {
      section = { code, heading: '', number: 0, blocks: [], figures: 0 }
      found.push(section)
    }
    if (block.content.kind === 'heading' && block.content.level === 1) {
      numbered += 1
      section.heading = block.content.text
      section.number = numbered
    }
    section.blocks.push(block)
    section.figures += figuresOf(block).length
  }
  return found
}

/** Every figure in the order of reading. */
export function places(parts: Section[]): Place[] {
  return parts.flatMap((section) => {
    const paragraphs = section.blocks.filter((block) => block.content.kind === 'paragraph')
    return paragraphs.flatMap((block, row) =>
      figuresOf(block).map((live, at) => ({ id: `${block.key}:${at}`, block: block.key, at, live, section, paragraph: row + 1 })),
    )
  })
}

/** Numbers of the headings of the second level, by key of their block; each section counts anew. */
export function minorNumbers(parts: Section[]): Record<string, number> {
  const pairs = parts.flatMap((section) => section.blocks.filter((block) => block.content.kind === 'heading' && block.content.level > 1).map((block, at) => [block.key, at + 1] as const))
  return Object.fromEntries(pairs)
}

const DIGITS = '零一二三四五六七八九'
/** 1 to 99 as headings count. */
function numeral(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return (tens > 1 ? DIGITS[tens] : '') + (tens > 0 ? '十' : '') + (ones > 0 || tens === 0 ? DIGITS[ones] : '')
}

/** What stands before a heading of the first and of the second level. */
export const majorMark = (n: number): string => `${numeral(n)}、`
export const minorMark = (n: number): string => `（${numeral(n)}）`

/** The day under the signature; a paper is Chinese in both languages of the screen. */
export function signedDay(at: string): string {
  const day = new Date(Date.parse(at) + 8 * 3_600_000)
  return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`
}

/** The month that a summary is written of: this one in its last third, else the one before. */
export function monthToWrite(today: string): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  return new Date(Date.UTC(year, day > 20 ? month - 1 : month - 2, 1)).toISOString().slice(0, 7)
}
