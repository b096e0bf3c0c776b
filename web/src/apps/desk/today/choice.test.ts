//! Shares before counts, and no figure twice.
import { describe, expect, it } from 'vitest'
import type { Metric } from '@/api/types'
import { chosen } from './choice'

const metric = (code: string, numerator: string[] = [], denominator: string[] = []) => ({ code, numerator, denominator }) as unknown as Metric

describe('choice', () => {
  it('leaves out the parts of shown shares', () => {
    expect(chosen([metric('done'), metric('due'), metric('new'), metric('rate', ['done'], ['due'])])).toEqual(['rate', 'new'])
  })

  it('keeps room for counts', () => {
    const shares = Array.from({ length: 6 }, (_, at) => metric(`rate.${at}`, [`a.${at}`], [`b.${at}`]))
    expect(chosen([...shares, metric('new')])).toEqual(['rate.0', 'rate.1', 'rate.2', 'rate.3', 'new'])
  })
})
