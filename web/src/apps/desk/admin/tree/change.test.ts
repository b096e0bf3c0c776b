import { describe, expect, it } from 'vitest'
import { intoPart, restOf, together, twoParts } from './change'

describe('changes of a tree', () => {
  it('gives to the first part what the second does not take', () => {
    const parts = twoParts({ name1: '北', code1: 'n', name2: '南', code2: 's', takes: ['b'] }, ['a', 'b', 'c'])
    expect(parts.map((part) => part.takes)).toEqual([['a', 'c'], ['b']])
  })
  it('knows who takes the rest, if anybody', () => {
    expect(['first', 'second', 'nobody'].map((rest) => restOf({ rest }))).toEqual([0, 1, null])
  })
  it('names one that stands by its id and a new one by its name', () => {
    expect(intoPart({ mode: 'into', into: 'x', name: 'y' })).toEqual({ id: 'x' })
    expect(intoPart({ mode: 'new', into: 'x', name: 'y', short_name: '', code: 'z' })).toEqual({ name: 'y', short_name: '', code: 'z' })
  })
  it('adds up what the heir will count', () => {
    const figure = (value: number) => ({ metric: 'case.registered', name: '登记', name_en: 'Registered', value })
    expect(together([{ id: 'a', figures: [figure(3)] }, { id: 'b', figures: [figure(5)] }])).toEqual([{ metric: 'case.registered', name: '登记', name_en: 'Registered', now: [3, 5], then: 8 }])
  })
})
