//! The filter survives the address and asks the server for the same.
import { describe, expect, it } from 'vitest'
import { chosenCount, clearFilter, narrowed, readFilter, toAsk, writeFilter } from './filter'

const query = { view: 'overdue', state: 'accepted,shelved', org: 'o-1', q: 'bin', from: '2026-10-01' }

describe('filter', () => {
  it('reads and writes the address', () => {
    expect(writeFilter(readFilter(query))).toEqual(query)
    expect(writeFilter(readFilter({}))).toEqual({})
    expect(readFilter({ view: 'nonsense' }).view).toBe('open')
  })

  it('asks for the same and carries the cursor', () => {
    expect(toAsk(readFilter(query), 'c-2')).toEqual({
      view: 'overdue', limit: 50, state: 'accepted,shelved', org: 'o-1', q: 'bin', from: '2026-10-01', after: 'c-2',
    })
    expect(toAsk(readFilter({}), null)).toEqual({ view: 'open', limit: 50 })
  })

  it('keeps states and facts, which stand in one filter', () => {
    const both = readFilter({ state: 'accepted', fact: 'overdue,rework' })
    expect(toAsk(both, null)).toMatchObject({ state: 'accepted', fact: 'overdue,rework' })
    expect(chosenCount(both)).toBe(1)
    expect(chosenCount(readFilter({ fact: 'overdue' }))).toBe(1)
    expect(readFilter({ view: 'supervised' }).view).toBe('supervised')
  })

  it('narrows to a part of the totals only where nothing is widened by it', () => {
    expect(writeFilter(narrowed(readFilter({ view: 'for_me', org: 'o-1' }), 'overdue')!)).toEqual({ view: 'for_me', org: 'o-1', fact: 'overdue' })
    expect(narrowed(readFilter({}), 'shelved')?.state).toEqual(['shelved'])
    expect(narrowed(readFilter({ state: 'accepted' }), 'overdue')).toBeNull()
  })

  it('counts and clears beside the view', () => {
    const filter = readFilter(query)
    expect(chosenCount(filter)).toBe(4)
    expect(writeFilter(clearFilter(filter))).toEqual({ view: 'overdue' })
  })
})
