//! The vectors that the server's evaluator passes too.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { evaluate, type Tree, type Value } from './evaluate'

interface Vector { why: string; cel: string; tree: Tree; cases: { answers: Record<string, Value>; at?: string; value: Value }[] }
const folder = join(import.meta.dirname, '../../../../crates/forms/vectors/expressions')

describe.each(readdirSync(folder))('%s', (file) => {
  const { vectors } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { vectors: Vector[] }
  it.each(vectors)('$why: $cel', ({ tree, cases }) => {
    for (const { answers, at, value } of cases) {
      expect(evaluate(tree, { answers, at: new Date(at ?? 0) }), JSON.stringify(answers).slice(0, 80)).toBe(value)
    }
  })
})

it('is tried on all four files', () => {
  expect(readdirSync(folder).sort()).toEqual(['days.json', 'null.json', 'numbers.json', 'texts.json'])
})
