//! Every code that the server's problems name has words of ours, so that nobody reads a developer's English.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const server = resolve(__dirname, '../../../crates/server/src')
const messages = resolve(__dirname, '../i18n/zh-CN')
/** Where a problem is made, also from a rule of a category, and where an error becomes one. */
const MADE = /(?:\b(?:bad|conflict|refused)\(\s*|\bErr\((?="category)|StatusCode::[A-Z_]+,\s*)"([a-z_]+\.[a-z_]+)"/g
const TURNED = /impl From<[^>]+> for Problem \{[\s\S]*?\n\}/g
const CODE = /"([a-z_]+\.[a-z_]+)"/g
const all = (text: string, what: RegExp): string[] => [...text.matchAll(what)].map((hit) => hit[1] ?? '')

function codes(path: string): string[] {
  const text = readFileSync(join(server, path), 'utf8').split('#[cfg(test)]')[0] ?? ''
  return [...all(text, MADE), ...(text.match(TURNED) ?? []).flatMap((part) => all(part, CODE))]
}

it('has words for every code', () => {
  const sources = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.rs') && !path.endsWith('tests.rs'))
  const told = [...new Set(sources.flatMap(codes))].sort()
  const worded = readdirSync(messages).flatMap((file) => {
    const { problem = {} } = JSON.parse(readFileSync(join(messages, file), 'utf8')) as { problem?: Record<string, object> }
    return Object.entries(problem).flatMap(([noun, words]) => Object.keys(words).map((what) => `${noun}.${what}`))
  })
  expect(told.length).toBeGreaterThan(100)
  expect(told.filter((code) => !worded.includes(code))).toEqual([])
})
