//! Columns add up, or are said not to.
import { describe, expect, it } from 'vitest'
import { fromUnits, sum, tie, ties, toUnits } from './tie'

describe('sums', () => {
  it('never lose a digit', () => {
    expect(sum(['0.1', '0.2', null, '-0.3'])).toBe('0')
    expect(sum(['9007199254740993', '1.5'])).toBe('9007199254740994.5')
    expect(fromUnits(toUnits('-12.340000'))).toBe('-12.34')
    expect(ties('50', '50.000')).toBe(true)
  })

  it('tie the parts of a share, not the share', () => {
    const rows = [{ value: '82.0', numerator: '50', denominator: '61' }, { value: '92.6', numerator: '63', denominator: '68' }]
    expect(tie(rows, { value: '87.6', numerator: '113', denominator: '129' })).toEqual([
      { part: 'numerator', sum: '113', total: '113', holds: true },
      { part: 'denominator', sum: '129', total: '129', holds: true },
    ])
  })

  it('say so when a sum differs', () => {
    expect(tie([{ value: '3' }], { value: '4' })).toEqual([{ part: 'value', sum: '3', total: '4', holds: false }])
  })
})
