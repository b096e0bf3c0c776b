//! The catalogue's order, and nothing that it does not name.
import { describe, expect, it } from 'vitest'
import type { Metric } from '@/api/types'
import { chosen } from './choice'

const metric = (code: string, headline: number | null) => ({ code, headline }) as unknown as Metric

describe('choice', () => {
  it('follows the catalogue', () => {
    expect(chosen([metric('a', 1), metric('b', null), metric('c', 0)])).toEqual(['c', 'a'])
  })
})
