//! The filter survives the address, and a form gives what the server takes.
import { describe, expect, it } from 'vitest'
import { check, chosenCount, degrees, formOf, readFilter, toAsk, toSite, writeFilter } from './filter'

describe('sites', () => {
  it('reads and writes the address', () => {
    const query = { type: 'market', area: 'a-1', q: 'gate', closed: '1' }
    expect(writeFilter(readFilter(query))).toEqual(query)
    expect(toAsk(readFilter(query), 'c-2')).toEqual({ limit: 50, type: 'market', area: 'a-1', q: 'gate', closed: true, after: 'c-2' })
    expect(chosenCount(readFilter(query))).toBe(4)
  })

  it('reads a position either way round, and none that is not in the country', () => {
    expect(degrees('117.05, 31.28')).toEqual({ lon: 117.05, lat: 31.28 })
    expect(degrees('31.28\uff0c117.05')).toEqual({ lon: 117.05, lat: 31.28 })
    expect([degrees('117.05'), degrees('2.35, 48.85'), degrees('a, b')]).toEqual([null, null, null])
  })

  it('names what is missing and sends a road only with a segment', () => {
    expect(check(formOf(null))).toEqual(['type', 'name', 'area'])
    const form = { ...formOf(null), type: 'market', name: ' West ', area: 'a-1', parent: 'road', position: '117.05 31.28' }
    expect(check(form)).toEqual([])
    expect(toSite(form)).toEqual({ type: 'market', name: 'West', area: 'a-1', org: null, address: '', position: { lon: 117.05, lat: 31.28, datum: 'wgs84' }, parent: null })
  })
})
