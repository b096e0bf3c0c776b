//! One verb for several cases.
import { expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { common, runAll } from './bulk'

const target = (number: string) => ({ id: number, number, version: 1 })

it('goes on after a failure and names it', async () => {
  const run = vi.fn(async ({ number }: { number: string }) => {
    if (number === '2') throw new Problem(409, { code: 'no.words', title: 'moved meanwhile' })
  })
  const told: number[] = []
  const result = await runAll([target('1'), target('2'), target('3')], run, (n) => told.push(n))
  expect(result).toEqual({ done: 2, failed: [{ number: '2', words: 'moved meanwhile' }] })
  expect(told).toEqual([1, 2, 3])
})

it('offers only what is allowed for all', () => {
  const [urge, cancel, dispatch] = [{ verb: 'urge' as const }, { verb: 'cancel' as const }, { verb: 'dispatch' as const }]
  expect(common([[urge, cancel], [cancel, urge, dispatch], [urge]])).toEqual(['urge'])
  expect(common([])).toEqual([])
})
