//! A paragraph while it is written in keeps its figures as figures.
import { describe, expect, it } from 'vitest'
import type { Live, Run } from '@/api/types'
import { exchanged, fill, pasted, plainText, read, sameRuns, strangers, written } from './edit'

const live = (metric: string, text: string, more: Partial<Live> = {}): Live => ({ metric, area: 'a', period: '2026-10', value: text, qualifier: 'exact', text, ...more })
const fig = (one: Live): Run => ({ figure: one })
const [closed, rate] = [live('case.closed', '255'), live('case.rate', '89.0%', { dims: { category: 'x' } })]

describe('what is sent', () => {
  it('names a figure by its place among those the paragraph has now', () => {
    expect(written([{ text: '办结' }, fig(rate), { text: '，' }, fig(closed)], [closed, rate])).toEqual([{ text: '办结' }, { figure: 1 }, { text: '，' }, { figure: 0 }])
  })

  it('tells two figures of the same kind apart by their order', () => {
    expect(written([fig(closed), fig(closed)], [closed, closed])).toEqual([{ figure: 0 }, { figure: 1 }])
  })

  it('asks anew for a figure that the paragraph has not, by its question alone', () => {
    const unit = live('case.closed', '7', { org: 'o', own: true, as_of: 88, was: '6' })
    expect(written([{ text: '共' }, fig(unit), { text: '件' }], [rate, closed])).toEqual([{ text: '共' }, { cite: { metric: 'case.closed', area: 'a', org: 'o', own: true, period: '2026-10' } }, { text: '件' }])
    expect(written([fig(rate)], [closed])).toEqual([{ cite: { metric: 'case.rate', area: 'a', period: '2026-10', dims: { category: 'x' } } }])
    expect(strangers([fig(closed), fig(rate)], [rate])).toEqual([closed])
  })

  it('takes a figure back that was taken out and pasted again', () => {
    expect(written([{ text: '件' }, fig({ ...closed, text: '240' })], [closed])).toEqual([{ text: '件' }, { figure: 0 }])
  })

  it('turns one figure into its digits, with the reason, and leaves the others', () => {
    expect(plainText([{ text: '共' }, fig(closed), { text: '件，' }, fig(closed)], 1, '另有口径')).toEqual([{ text: '共' }, { figure: 0 }, { text: '件，' }, { plain: { run: 1, reason: '另有口径' } }])
  })

  it('puts another figure in the place of one', () => {
    expect(exchanged([fig(closed), { text: '件' }], 0, live('case.due', '290'))).toEqual([{ cite: { metric: 'case.due', area: 'a', period: '2026-10' } }, { text: '件' }])
  })

  it('knows a figure by its scope, not by its digits', () => {
    expect(written([fig(live('case.closed', '240'))], [rate, closed])).toEqual([{ figure: 1 }])
    expect(written([fig(live('case.closed', '240', { org: 'o' }))], [rate, closed])).toEqual([{ cite: { metric: 'case.closed', area: 'a', org: 'o', period: '2026-10' } }])
  })

  it('sends no empty words', () => {
    expect(written([{ text: '' }, fig(closed)], [closed])).toEqual([{ figure: 0 }])
  })
})

describe('the box', () => {
  it('gives back what was put in', () => {
    const box = document.createElement('div')
    const runs = [{ text: '办结' }, fig(closed), { text: '件。' }]
    fill(box, runs)
    expect(read(box)).toEqual(runs)
  })

  it('reads typed digits as words and breaks as spaces', () => {
    const box = document.createElement('div')
    fill(box, [fig(closed)])
    box.append('件，\n', document.createElement('br'), '另 5 处')
    expect(read(box)).toEqual([fig(closed), { text: '件， 另 5 处' }])
  })
})

describe('what is pasted', () => {
  const mark = (live: unknown): string => `<a href="https://x.example" data-live='${JSON.stringify(live)}'>255</a>`

  it('keeps figures of the program live among its words', () => {
    expect(pasted(`<p>办结 ${mark(closed)} 件</p>`, '办结 255 件')).toEqual([{ text: '办结 ' }, fig(closed), { text: ' 件' }])
  })

  it('takes plain words of anything else, on one line', () => {
    expect(pasted('<b>办结</b><br>255', '办结\n 255')).toEqual([{ text: '办结255' }])
    expect(pasted('<a data-live="{">255</a>', '255')).toEqual([{ text: '255' }])
    expect(pasted(mark({ metric: 'case.closed' }), '255')).toEqual([{ text: '255' }])
  })
})

it('sees a figure that became words or another one', () => {
  expect(sameRuns([fig(closed)], [fig({ ...closed, area: 'b' })])).toBe(false)
  expect(sameRuns([fig(closed)], [{ text: '255' }])).toBe(false)
  expect(sameRuns([{ text: 'a' }, fig(closed)], [{ text: 'a' }, fig(closed)])).toBe(true)
})
