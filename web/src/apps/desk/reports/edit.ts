//! A paragraph while it is written in: plain words between figures that stay live. A figure can be moved, taken out, or
//! pasted from elsewhere; digits that are typed stay words.
import type { Live, Run, WrittenRun } from '@/api/types'
import { wordsOf } from './paper'

const same = (a: Live, b: Live): boolean =>
  a.metric === b.metric && a.area === b.area && a.period === b.period && (a.org ?? '') === (b.org ?? '') && Boolean(a.own) === Boolean(b.own) && Boolean(a.change) === Boolean(b.change) && JSON.stringify(a.dims ?? {}) === JSON.stringify(b.dims ?? {})

/** Figures that the paragraph has not yet: the server takes them anew, as of the paper's seal. */
export const strangers = (runs: Run[], had: Live[]): Live[] => runs.flatMap((run) => ('figure' in run && !had.some((live) => same(live, run.figure)) ? [run.figure] : []))

/** The question of a figure, without its answer. */
const cite = ({ metric, area, period, org, own, dims, change }: Live): WrittenRun => ({ cite: { metric, area, period, ...(org ? { org } : {}), ...(own ? { own } : {}), ...(dims ? { dims } : {}), ...(change ? { change } : {}) } })

/** What the server is sent: a figure by its place among those the paragraph has now, any other by its question. */
export function written(runs: Run[], had: Live[]): WrittenRun[] {
  const used = new Set<number>()
  const pieces = runs.map((run): WrittenRun => {
    if (!('figure' in run)) return { text: run.text }
    const free = had.findIndex((live, at) => !used.has(at) && same(live, run.figure))
    const place = free >= 0 ? free : had.findIndex((live) => same(live, run.figure))
    if (place < 0) return cite(run.figure)
    used.add(place)
    return { figure: place }
  })
  return pieces.reduce<WrittenRun[]>((out, piece) => {
    const last = out.at(-1)
    if ('text' in piece && last && 'text' in last) last.text += piece.text
    else if (!('text' in piece) || piece.text) out.push({ ...piece })
    return out
  }, [])
}

/** The paragraph as it is, with the figure at `at` replaced. */
function replaced(runs: Run[], at: number, by: WrittenRun): WrittenRun[] {
  let figure = -1
  return runs.map((run) => {
    if (!('figure' in run)) return { text: run.text }
    figure += 1
    return figure === at ? by : { figure }
  })
}
/** With one of its figures turned into its digits, and why. */
export const plainText = (runs: Run[], at: number, reason: string): WrittenRun[] => replaced(runs, at, { plain: { run: at, reason } })
/** With another figure in the place of one. */
export const exchanged = (runs: Run[], at: number, live: Live): WrittenRun[] => replaced(runs, at, cite(live))

const figuresIn = (runs: Run[]): Live[] => runs.flatMap((run) => ('figure' in run ? [run.figure] : []))
export const sameRuns = (a: Run[], b: Run[]): boolean => {
  const [had, has] = [figuresIn(a), figuresIn(b)]
  return wordsOf(a) === wordsOf(b) && had.length === has.length && had.every((live, at) => has[at] && same(live, has[at]))
}

/** Puts runs into an editable box; a figure is one piece that the caret passes over. */
export function fill(box: HTMLElement, runs: Run[]): void {
  const nodes = runs.map((run) => {
    if (!('figure' in run)) return document.createTextNode(run.text)
    const chip = document.createElement('span')
    chip.className = 'fig'
    chip.contentEditable = 'false'
    chip.dataset.live = JSON.stringify(run.figure)
    chip.textContent = run.figure.text
    return chip
  })
  box.replaceChildren(...nodes)
}

const isLive = (found: unknown): found is Live => {
  const one = found as Partial<Live> | null
  return typeof one === 'object' && [one?.metric, one?.area, one?.period, one?.text].every((part) => typeof part === 'string' && part !== '')
}
/** The figure that a piece of a page holds; whatever else stands there is words. */
function liveIn(node: Node): Live | null {
  if (!(node instanceof HTMLElement) || !node.dataset.live) return null
  try {
    const found: unknown = JSON.parse(node.dataset.live)
    return isLive(found) ? found : null
  } catch {
    return null
  }
}

/** What is pasted: figures of this program stay figures, all else becomes plain words. */
export function pasted(html: string, text: string): Run[] {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const runs = page.querySelector('[data-live]') ? read(page.body) : []
  return runs.some((run) => 'figure' in run) ? runs : [{ text: text.replace(/\s*\n\s*/g, '') }]
}

/** What stands in the box now. */
export function read(box: HTMLElement): Run[] {
  const runs: Run[] = []
  const text = (words: string): void => {
    const clean = words.replace(/[\u00a0\n\r]+/g, ' ')
    const last = runs.at(-1)
    if (!clean) return
    if (last && 'text' in last) last.text += clean
    else runs.push({ text: clean })
  }
  const walk = (node: Node): void => {
    const live = liveIn(node)
    if (live) runs.push({ figure: live })
    else if (node.nodeType === Node.TEXT_NODE) text(node.textContent ?? '')
    else node.childNodes.forEach(walk)
  }
  box.childNodes.forEach(walk)
  return runs
}
