//! Open and overdue joined by key.
import { describe, expect, it } from 'vitest'
import { join, most } from './stuck'

const split = (rows: [string, string][]) => ({ rows: rows.map(([id, value]) => ({ key: { id, name: id }, value })), total: { value: '0' } })

describe('stuck', () => {
  it('puts the most overdue first and leaves out who has nothing open', () => {
    const rows = join(split([['a', '9'], ['b', '16'], ['c', '0'], ['d', '11']]), split([['b', '2'], ['a', '2']]))
    expect(rows.map((row) => [row.key.id, row.open, row.overdue])).toEqual([['b', 16, 2], ['a', 9, 2], ['d', 11, 0]])
    expect([most(rows), most([])]).toEqual([16, 1])
  })

  it('shows nothing before the open ones are known', () => {
    expect(join(undefined, split([['a', '1']]))).toEqual([])
  })
})
