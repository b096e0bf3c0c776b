//! The submissions that the server's walk passes too, as far as a screen judges them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { walk, type Face, type Filled, type Walked } from './walk'

interface Case {
  why: string
  at: string
  submission: Filled
  checked?: { answers: Record<string, unknown>; score: Walked['score']; failed: { key: string }[]; dropped: string[] }
  refused?: { key: string; rule: string }[]
}
const file = join(import.meta.dirname, '../../../../crates/forms/vectors/submissions.json')
const { face, cases } = JSON.parse(readFileSync(file, 'utf8')) as { face: Face; cases: Case[] }
const judged = ['answer.required', 'answer.constraint', 'photo.required']
const where = (walked: Walked, test: (asked: Walked['items'][string]) => boolean): string[] =>
  Object.keys(walked.items).filter((key) => test(walked.items[key]!))

describe('submissions that hold', () => {
  it.each(cases.filter((one) => one.checked))('$why', ({ at, submission, checked }) => {
    const walked = walk(face, submission, new Date(at))
    expect(walked.score).toEqual(checked!.score)
    expect(where(walked, (asked) => asked.outcome === 'failed')).toEqual(checked!.failed.map(({ key }) => key))
    expect(where(walked, (asked) => asked.lacks !== null)).toEqual([])
    const given = (key: string): boolean => (submission.answers[key] ?? null) !== null
    expect(where(walked, (asked) => !asked.relevant).filter(given)).toEqual(checked!.dropped)
    const kept = where(walked, (asked) => asked.value !== null && typeof asked.value !== 'object')
    const same = kept.filter((key) => walked.items[key]!.value === checked!.answers[key])
    expect(same).toEqual(kept)
  })
})

describe('submissions that lack something', () => {
  const lacking = cases.filter(({ refused }) => refused?.every(({ rule }) => judged.includes(rule)))
  it.each(lacking)('$why', ({ at, submission, refused }) => {
    const { items } = walk(face, submission, new Date(at))
    const lacks = Object.entries(items).filter(([, asked]) => asked.lacks !== null)
    expect(lacks.map(([key, asked]) => [key, asked.lacks])).toEqual(refused!.map(({ key, rule }) => [key, rule]))
  })
  it('has some', () => expect([cases.length, lacking.length]).toEqual([31, 5]))
})
