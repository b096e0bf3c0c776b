//! Shares before counts, and no figure twice.
import { describe, expect, it } from 'vitest'
import type { Metric } from '@/api/types'
import { chosen } from './choice'

const metric = (code: string, parts?: Metric['parts']): Metric => ({ code, name: code, name_en: code, kind: 'flow', unit: '', decimals: 0, dims: [], parts, better: null, words: '' })

describe('choice', () => {
  it('leaves out parts of shares and stocks', () => {
    const all = [metric('case.open'), metric('done'), metric('due'), metric('new'), metric('rate', { numerator: 'done', denominator: 'due' })]
    expect(chosen(all)).toEqual(['rate', 'new'])
  })
})
