//! A paragraph while it is written in keeps its figures as figures.
import { describe, expect, it } from 'vitest'
import type { Live, Run } from '@/api/types'
import { fill, read, sameRuns, written } from './edit'

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

  it('keeps the digits of a figure that is gone, as words', () => {
    expect(written([{ text: '共' }, fig(closed), { text: '件' }], [rate])).toEqual([{ text: '共255件' }])
  })

  it('knows a figure by its scope, not by its digits', () => {
    expect(written([fig(live('case.closed', '240'))], [rate, closed])).toEqual([{ figure: 1 }])
    expect(written([fig(live('case.closed', '240', { org: 'o' }))], [rate, closed])).toEqual([{ text: '240' }])
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

it('sees a figure that became words', () => {
  expect(sameRuns([fig(closed)], [{ text: '255' }])).toBe(false)
  expect(sameRuns([{ text: 'a' }, fig(closed)], [{ text: 'a' }, fig(closed)])).toBe(true)
})
