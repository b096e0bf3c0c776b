//! Whether a column adds up to what stands left of it; decimal strings are compared as numbers of millionths.
import type { SplitRow } from '@/api/types'

const MILLION = 1_000_000n

export function toUnits(value: string): bigint {
  const [, sign = '', whole = '0', part = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  const units = BigInt(whole) * MILLION + BigInt(part.padEnd(6, '0').slice(0, 6))
  return sign === '-' ? -units : units
}

export function fromUnits(units: bigint): string {
  const size = units < 0n ? -units : units
  const part = String(size % MILLION).padStart(6, '0').replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${size / MILLION}${part ? `.${part}` : ''}`
}

/** No value counts as nothing. */
export const sum = (values: (string | null | undefined)[]): string => fromUnits(values.reduce((total, value) => total + toUnits(value ?? '0'), 0n))

export const ties = (one: string | null | undefined, other: string | null | undefined): boolean => toUnits(one ?? '0') === toUnits(other ?? '0')

type Cells = Omit<SplitRow, 'key'>
export type Part = 'value' | 'numerator' | 'denominator'

/** The parts of a split that add up: both of a share, else the value itself. */
export const partsOf = (total: Cells): Part[] => (total.denominator === undefined || total.denominator === null ? ['value'] : ['numerator', 'denominator'])

export interface Tie {
  part: Part
  sum: string
  total: string
  holds: boolean
}

export const tie = (rows: Cells[], total: Cells): Tie[] =>
  partsOf(total).map((part) => {
    const added = sum(rows.map((row) => row[part]))
    return { part, sum: added, total: total[part] ?? '0', holds: ties(added, total[part]) }
  })
