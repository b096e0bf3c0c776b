//! The scope of a figure in its address.
import { describe, expect, it } from 'vitest'
import { deskAddress, dimOf, dimsFor, figureAt, narrowed, readPlace, REST, within, withDim } from './address'

const home = { area: 'home', period: '2026-11' }

describe('the address of a figure', () => {
  it('holds what a paper asked: place, unit, dimensions, seal', () => {
    const { ask } = readPlace({ area: 'a', org: 'o', period: '2026-10', dims: 'category:sanitation', as_of: '88' }, home)
    expect(ask).toEqual({ area: 'a', org: 'o', period: '2026-10', dims: 'category:sanitation', as_of: 88 })
    expect(readPlace({ org: 'o', own: 'true' }, home).ask).toEqual({ area: 'home', period: '2026-11', org: 'o', own: true })
    expect(readPlace({ own: 'true' }, home).ask).toEqual({ area: 'home', period: '2026-11' })
    expect(readPlace({ as_of: 'x' }, home).ask).toEqual({ area: 'home', period: '2026-11' })
    expect(figureAt('case.closed', ask)).toEqual({ name: 'figures', params: { metric: 'case.closed' }, query: { ...ask } })
    expect(figureAt('case.closed', { org: 'o', own: true })).toMatchObject({ query: { org: 'o', own: 'true' } })
    expect(deskAddress('/f/case.closed?area=a&own=true')).toBe('/figures/case.closed?area=a&own=true')
  })

  it('narrows the postings to any row of the split, and to what was corrected', () => {
    const listed = (query: Record<string, string>) => within(readPlace({ area: 'a', period: '2026-10', ...query }, home))
    expect(listed({})).toEqual({ area: 'a', period: '2026-10' })
    expect(listed({ row: 'b' })).toEqual({ area: 'a', period: '2026-10', within: 'area:b' })
    expect(listed({ by: 'day', row: '2026-10-30', corrections: '1' })).toEqual({ area: 'a', period: '2026-10', within: 'day:2026-10-30', corrections: true })
    expect(listed({ by: 'five', row: 'five.4', dims: 'category:five' })).toEqual({ area: 'a', period: '2026-10', dims: 'category:five.4' })
    expect(listed({ by: 'org', row: REST })).toEqual({ area: 'a', period: '2026-10', within: 'org:' })
  })

  it('sets, replaces and drops one dimension', () => {
    const ask = { dims: 'category:sanitation,source:patrol' }
    expect(dimOf(ask, 'source')).toBe('patrol')
    expect(withDim(ask, 'category', 'parking')).toBe('source:patrol,category:parking')
    expect(withDim({ dims: 'source:patrol' }, 'source', undefined)).toBeUndefined()
    expect(narrowed({ ...readPlace({ by: 'five', dims: 'category:five' }, home) }, 'category', 'parking')).toEqual({ dims: 'category:parking', by: undefined })
    expect(narrowed(readPlace({ by: 'org' }, home), 'category', 'parking')).toEqual({ dims: 'category:parking' })
    expect(dimsFor(ask, ['category'])).toBe('category:sanitation')
    expect(dimsFor(ask, [])).toBeUndefined()
  })
})
