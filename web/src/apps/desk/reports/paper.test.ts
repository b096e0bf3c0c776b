//! Sections, numbers of headings, and the place of each figure.
import { describe, expect, it } from 'vitest'
import type { Block, Live } from '@/api/types'
import { majorMark, minorMark, minorNumbers, monthToWrite, moved, places, sections, signedDay } from './paper'

const live = (text: string, more: Partial<Live> = {}): Live => ({ metric: 'm', area: 'a', period: '2026-10', value: text, qualifier: 'exact', text, ...more })
const block = (key: string, content: Block['content']): Block => ({ key, content, edited: false, edited_at: null, held: null })
const head = (key: string, level: number, text: string): Block => block(key, { kind: 'heading', level, text })
const words = (key: string, ...texts: string[]): Block => block(key, { kind: 'paragraph', runs: texts.map((text) => (/\d/.test(text) ? { figure: live(text) } : { text })) })

const paper = [
  words('opening.headline', '立案', '262', '件'),
  head('order.heading', 1, '组织领导'), head('order.a.heading', 2, '体系'), words('order.a', '无'), head('order.b.heading', 2, '分工'), words('order.b', '1', '和', '2'),
  head('ground.heading', 1, '环境整治'), head('ground.a.heading', 2, '总体'), words('ground.a', '3'),
  words('closing.closing', '完'),
]

describe('a paper', () => {
  const parts = sections(paper)

  it('falls into sections, numbered where they have a heading', () => {
    expect(parts.map((part) => [part.code, part.number, part.figures])).toEqual([['opening', 0, 1], ['order', 1, 2], ['ground', 2, 1], ['closing', 0, 0]])
  })

  it('counts headings of the second level anew in each section', () => {
    expect(minorNumbers(parts)).toEqual({ 'order.a.heading': 1, 'order.b.heading': 2, 'ground.a.heading': 1 })
  })

  it('knows where each figure stands', () => {
    expect(places(parts).map((one) => [one.id, one.section.code, one.paragraph, one.live.text])).toEqual([
      ['opening.headline:0', 'opening', 1, '262'], ['order.b:0', 'order', 2, '1'], ['order.b:1', 'order', 2, '2'], ['ground.a:0', 'ground', 1, '3'],
    ])
  })
})

it('marks what a refresh moved or what says nothing any more', () => {
  expect([live('1'), live('1', { was: '2' }), live('1', { now: '' }), live('1', { was: null, now: null })].map(moved)).toEqual([false, true, true, false])
})

it('numbers headings as papers do', () => {
  expect([1, 9, 10, 11, 20, 34].map((n) => majorMark(n))).toEqual(['一、', '九、', '十、', '十一、', '二十、', '三十四、'])
  expect(minorMark(2)).toBe('（二）')
  expect(signedDay('2026-10-31T16:30:00Z')).toBe('2026年11月1日')
})

it('writes of the month before until this one nears its end', () => {
  expect(['2026-11-01', '2026-11-20', '2026-11-21', '2026-01-05', '2026-12-31'].map(monthToWrite)).toEqual(['2026-10', '2026-10', '2026-11', '2025-12', '2026-12'])
})
