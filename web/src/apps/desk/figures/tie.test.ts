//! Columns add up, or are said not to.
import { describe, expect, it } from 'vitest'
import type { Metric, Posting } from '@/api/types'
import { paired, sum, summed, tiePostings, tieRows } from './tie'

const share = (numerator: string, denominator: string) => ({ value: '1.0', numerator, denominator })
const count = (value: string | null) => ({ value, numerator: null, denominator: null })
const metric = (code: string, numerator: string[] = [], denominator: string[] = []) => ({ code, numerator, denominator }) as unknown as Metric

describe('sums', () => {
  it('never lose a digit', () => {
    expect(sum(['0.1', '0.2', null, '-0.3'])).toBe('0')
    expect(sum(['9007199254740993', '1.5'])).toBe('9007199254740994.5')
    expect(sum(['-12.340000'])).toBe('-12.34')
  })

  it('tie the parts of a share, not the share', () => {
    expect(tieRows([share('50', '61'), share('63', '68')], share('113', '129'))).toEqual([
      { part: 'numerator', sum: '113', total: '113', holds: true },
      { part: 'denominator', sum: '129', total: '129', holds: true },
    ])
  })

  it('say so when a sum differs', () => {
    expect(tieRows([count('3'), count(null)], count('4'))).toEqual([{ part: 'value', sum: '3', total: '4', holds: false }])
  })

  it('tie postings of several metrics to one share', () => {
    const rate = metric('rate', ['passed'], ['passed', 'failed'])
    expect(tiePostings({ passed: '40', failed: '2' }, rate, share('40', '42')).every((one) => one.holds)).toBe(true)
    expect(tiePostings({ closed: '7' }, metric('closed'), count('7.0'))).toEqual([{ part: 'value', sum: '7', total: '7', holds: true }])
  })
})

describe('postings', () => {
  const posting = (id: string, quantity: string, more: Partial<Posting> = {}) => ({ id, metric: 'm', quantity, reverses: null, reversed_by: null, ...more }) as Posting
  const ids = (items: Posting[]): string[] => items.map(({ id }) => id)

  it('stand right behind the reversal that took them back', () => {
    const items = [posting('new', '1'), posting('back', '-1', { reverses: 'old' }), posting('other', '1'), posting('old', '1', { reversed_by: 'back' })]
    expect(ids(paired(items))).toEqual(['new', 'back', 'old', 'other'])
  })

  it('stay where they are when their other half is not listed', () => {
    expect(ids(paired([posting('back', '-1', { reverses: 'gone' }), posting('old', '1', { reversed_by: 'later' })]))).toEqual(['back', 'old'])
  })

  it('add up by metric', () => {
    const items = [posting('a', '1'), posting('b', '-1'), posting('c', '2.5', { metric: 'n' })]
    expect(summed(items).map(({ posting: { metric }, sum: total }) => [metric, total])).toEqual([['m', '0'], ['n', '2.5']])
  })
})
