//! Groups of open cases on the map.
import { expect, it } from 'vitest'
import type { Area } from '@/api/types'
import { lifted, most } from './stuck'

const group = (key: string | null, open: number, overdue: number) => ({ key, open, overdue })

it('lifts what lies deeper to the areas below home', () => {
  const areas = [['district', null], ['town', 'district'], ['v1', 'town'], ['v2', 'town'], ['grid', 'v1']].map(([id, parent]) => ({ id, name: id, parent })) as Area[]
  const groups = [group('grid', 2, 1), group('v1', 3, 0), group('v2', 4, 4), group('town', 1, 0), group('elsewhere', 9, 9), group(null, 9, 9)]
  expect([...lifted(groups, areas, 'town')]).toEqual([['v1', { open: 5, overdue: 1 }], ['v2', { open: 4, overdue: 4 }], ['town', { open: 1, overdue: 0 }]])
  expect([...lifted(groups, areas, 'district')]).toEqual([['town', { open: 10, overdue: 5 }]])
})

it('has a widest bar even when nothing is open', () => {
  expect([most([{ open: 4 }, { open: 2 }]), most([])]).toEqual([4, 1])
})
