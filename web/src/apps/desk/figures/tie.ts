//! Whether a column adds up to what stands left of it; decimal strings are compared as whole millionths.
import type { Metric, Posting, Value } from '@/api/types'

const MILLION = 1_000_000n

function toUnits(value: string): bigint {
  const [, sign = '', whole = '0', part = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  const units = BigInt(whole) * MILLION + BigInt(part.padEnd(6, '0').slice(0, 6))
  return sign === '-' ? -units : units
}

function fromUnits(units: bigint): string {
  const size = units < 0n ? -units : units
  const part = String(size % MILLION).padStart(6, '0').replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${size / MILLION}${part ? `.${part}` : ''}`
}

/** No value counts as nothing. */
export const sum = (values: (string | null | undefined)[]): string => fromUnits(values.reduce((total, value) => total + toUnits(value ?? '0'), 0n))

interface Tie {
  part: 'value' | 'numerator' | 'denominator'
  sum: string
  total: string
  holds: boolean
}

type Cells = Pick<Value, Tie['part']>

const tied = (part: Tie['part'], added: string, whole: string | null): Tie => {
  const total = sum([whole])
  return { part, sum: added, total, holds: added === total }
}

/** What adds up in a value: both parts of a share, else the value itself. */
const partsOf = (value: Cells): Tie['part'][] => (value.denominator === null ? ['value'] : ['numerator', 'denominator'])

/** The rows of a split against the whole. */
export const tieRows = (rows: Cells[], total: Cells): Tie[] => partsOf(total).map((part) => tied(part, sum(rows.map((row) => row[part])), total[part]))

/** The sums of postings by metric against the figure they stand for. */
export function tiePostings(sums: Record<string, string>, metric: Metric, figure: Cells): Tie[] {
  const codes = { value: [metric.code], numerator: metric.numerator, denominator: metric.denominator }
  return partsOf(figure).map((part) => tied(part, sum(codes[part].map((code) => sums[code])), figure[part]))
}

/** With what a reversal took back right behind it, wherever both are listed. */
export function paired(items: Posting[]): Posting[] {
  const byId = new Map(items.map((one) => [one.id, one]))
  return items.flatMap((one) => {
    if (one.reversed_by && byId.has(one.reversed_by)) return []
    const taken = one.reverses ? byId.get(one.reverses) : undefined
    return taken ? [one, taken] : [one]
  })
}

/** Postings summed by metric, each sum with one of its postings for the name. */
export function summed(items: Posting[]): { posting: Posting; sum: string }[] {
  const each = [...new Map(items.map((one) => [one.metric, one])).values()]
  return each.map((posting) => ({ posting, sum: sum(items.filter(({ metric }) => metric === posting.metric).map(({ quantity }) => quantity)) }))
}
