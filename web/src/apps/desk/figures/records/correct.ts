//! A visit's answers said anew: which differ, which must go on failing, and what is sent.
import type { Visit } from '@/api/types'

export type Answers = Record<string, unknown>

/** A case that came to nothing holds its item no longer. */
const GONE = ['rejected', 'cancelled']

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

export const differing = (before: Answers, after: Answers): string[] => [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !same(before[key], after[key]))

/** Items that were reported as a case which somebody deals with or dealt with. */
export const held = ({ findings }: Pick<Visit, 'findings'>): Set<string> => new Set(findings.filter((one) => one.case && !GONE.includes(one.outcome?.state ?? '')).map(({ item }) => item))

/** Answers without those that were taken back. */
export const given = (answers: Answers): Answers => Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null && value !== undefined && value !== ''))
