//! The filter goes through the address and back; a form says what it lacks and sends what it holds.
import { expect, it } from 'vitest'
import type { Statement } from '@/api/types'
import { check, chosenCount, formOf, readFilter, saidOf, toAsk, toBody, writeFilter } from './filter'

it('goes through the address and back', () => {
  const query = { state: 'unmatched,held', area: 'a', q: '横幅', doubtful: '1' }
  const filter = readFilter(query)
  expect(writeFilter(filter)).toEqual(query)
  expect(toAsk(filter, 'next')).toEqual({ limit: 50, state: 'unmatched,held', area: 'a', words: '横幅', doubtful: true, after: 'next' })
  expect(chosenCount(filter)).toBe(4)
})

it('needs a noun or a metric, a number, its first day and an area', () => {
  const form = formOf(null, null, '2026-10-30')
  expect(check(form)).toEqual(['what', 'text', 'area'])
  expect(check({ ...form, metric: 'works.lamps', text: '近20', area: 'a', to: '2026-10-01' })).toEqual(['to'])
})

it('says a unit once', () => {
  const said = (text: string, unit: string) => saidOf({ said: { text, value: null, unit } } as Statement)
  expect([said('98%', '%'), said('30余万', '元'), said('3', 'km'), said('8', '')]).toEqual(['98%', '30余万元', '3 km', '8'])
})

it('sends a single day without its end', () => {
  const form = { ...formOf(null, 'a', '2026-10-30'), object: ' 横幅 ', text: '8', unit: '条' }
  expect(toBody(form, null)).toEqual({ area: 'a', org: null, from: '2026-10-30', to: null, change: false, said: { kind: null, bound: null, qualifier: null, value: null, value_max: null, metric: null, object: '横幅', action: '', text: '8', unit: '条', source: '', sentence: '', note: '' } })
})
