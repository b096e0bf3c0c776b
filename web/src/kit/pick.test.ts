//! Narrowing a tree keeps its branches.
import { describe, expect, it } from 'vitest'
import { inOrder, narrow, wordsOf } from './pick'

const rows = inOrder([
  { key: 'b1', parent: 'b', name: 'Manhole' },
  { key: 'a', parent: null, name: 'Litter' },
  { key: 'b', parent: 'gone', name: 'Roads' },
  { key: 'a1', parent: 'a', name: 'Full bin' },
])
const options = rows.map((row) => ({ value: row.key, label: row.name, depth: row.depth, fixed: row.key.length === 1 }))

describe('trees', () => {
  it('read in order, orphans as roots', () => {
    expect(rows.map((row) => [row.key, row.depth])).toEqual([['a', 0], ['a1', 1], ['b', 0], ['b1', 1]])
  })

  it('say whose it is once chosen, and find it by that', () => {
    const item = { value: 'five.1', label: 'Stuck adverts', whole: 'Five disorders · Stuck adverts' }
    expect([wordsOf('five.1', [item]), wordsOf('a1', options), wordsOf('gone', options)]).toEqual([item.whole, 'Full bin', 'gone'])
    expect(narrow([item], 'disorders')).toEqual([item])
  })

  it('narrow to what matches and what stands above it', () => {
    expect(narrow(options, 'full BIN').map((one) => one.value)).toEqual(['a', 'a1'])
    const free = options.map((one) => ({ ...one, fixed: false }))
    expect(narrow(free, 'bin').map((one) => one.fixed)).toEqual([true, false])
    expect(narrow(options, '').length).toBe(4)
    expect(narrow(options, 'roads')).toEqual([])
  })
})
