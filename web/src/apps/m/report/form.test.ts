//! What a report lacks, the title it gets by itself, its place by position, and the picker's two levels.
import { expect, it } from 'vitest'
import type { Area, Category } from '@/api/types'
import type { Draft, ReportWork } from '../drafts/model'
import { branches } from '../kit/branches'
import { fit } from '../kit/shrink'
import { areaAt } from '../kit/where'
import { device } from '../me/agent'
import { lacks, titleOf } from './form'

const work: ReportWork = { kind: 'report', category: null, area: null, place: ' ', title: '', titled: false, description: '', spot: null, fix: null }
const draft = { shots: [] } as unknown as Draft

it('names what is missing', () => {
  expect(lacks(draft, work, 1)).toEqual([{ what: 'photos', n: 1 }, { what: 'category', n: 1 }, { what: 'area', n: 1 }, { what: 'place', n: 1 }])
  const whole = { ...work, category: 'x', area: 'a', place: 'gate', title: 'gate x' }
  expect(lacks(draft, whole, 0)).toEqual([])
  expect(lacks(draft, { ...whole, fix: { id: 'k', shots: [] } }, 0, 2)).toEqual([{ what: 'after', n: 2 }])
})

it('titles by place and kind, at most eighty characters', () => {
  const kind = { name: '垃圾满溢' } as Category
  expect(titleOf('菜市街 8 号', kind)).toBe('菜市街 8 号垃圾满溢')
  expect(titleOf('长'.repeat(120), kind)).toHaveLength(80)
  expect(titleOf('', null)).toBe('')
})

it('finds the smallest area around a spot, not through its holes', () => {
  const square = (from: number, to: number): number[][] => [[from, from], [to, from], [to, to], [from, to], [from, from]]
  const areas = [
    { id: 'town', path: '1.', boundary: { type: 'Polygon', coordinates: [square(0, 10)] } },
    { id: 'village', path: '1.2.', boundary: { type: 'MultiPolygon', coordinates: [[square(0, 4), square(1, 2)]] } },
    { id: 'bare', path: '1.2.3.', boundary: null },
  ] as Area[]
  expect(areaAt(areas, { lon: 3, lat: 3 })?.id).toBe('village')
  expect(areaAt(areas, { lon: 1.5, lat: 1.5 })?.id).toBe('town')
  expect(areaAt(areas, { lon: 11, lat: 3 })).toBeNull()
})

it('shows a deep tree on two levels', () => {
  const options = [
    { value: 'a', label: 'A', depth: 0, fixed: true }, { value: 'a.b', label: 'B', depth: 1, fixed: true }, { value: 'a.c', label: 'C', depth: 2 }, { value: 'a.d', label: 'D', depth: 1 },
    { value: 'e', label: 'E', depth: 0, fixed: true }, { value: 'f', label: 'F', depth: 0 },
  ]
  expect(branches(options).map(({ value, leaves }) => [value, leaves.map((leaf) => `${leaf.value}/${leaf.under}`)])).toEqual([['a', ['a.c/B', 'a.d/']], ['f', []]])
})

it('fits pictures into 1600 and enlarges none', () => {
  expect(fit(4000, 3000)).toEqual([1600, 1200])
  expect(fit(800, 600)).toEqual([800, 600])
  expect(fit(20, 16000)).toEqual([2, 1600])
})

it('knows devices', () => {
  expect(device('Mozilla/5.0 (Linux; Android 12) AppleWebKit Chrome/100 Mobile Safari MicroMessenger/8')).toEqual({ browser: 'WeChat', system: 'Android' })
  expect(device('curl/8')).toBeNull()
})
