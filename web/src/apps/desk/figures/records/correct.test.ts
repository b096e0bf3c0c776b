//! What a correction changes and what it may not.
import { expect, it } from 'vitest'
import type { Visit } from '@/api/types'
import { differing, given, held } from './correct'

it('names what differs, whatever its kind', () => {
  expect(differing({ a: 'pass', b: ['x'], c: 3 }, { a: 'fail', b: ['x'], d: 1 })).toEqual(['a', 'c', 'd'])
  expect(differing({ a: null }, {})).toEqual([])
})

it('holds what a case was made of, unless that came to nothing', () => {
  const finding = (item: string, found: string | null, state?: string) => ({ item, case: found, outcome: state ? { state } : null })
  const findings = [finding('a', 'k-1', 'closed'), finding('b', 'k-2', 'cancelled'), finding('c', null), finding('d', 'k-3')] as Visit['findings']
  expect([...held({ findings })]).toEqual(['a', 'd'])
})

it('sends no answer that was taken back', () => {
  expect(given({ a: 'pass', b: null, c: '', d: 0, e: false })).toEqual({ a: 'pass', d: 0, e: false })
})
