//! What the server names by a code and a page shows has words of ours: rights, jobs, who takes in events.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import admin from '@/i18n/zh-CN/admin.json'
import running from '@/i18n/zh-CN/running.json'

const read = (path: string): string => readFileSync(resolve(__dirname, '../../..', path), 'utf8')
const all = (text: string, what: RegExp): string[] => [...new Set([...text.matchAll(what)].map((hit) => hit[1] ?? ''))].sort()
/** Keys of two levels as `noun.verb`. */
const flat = (words: Record<string, object>): string[] => Object.entries(words).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`))

it('has words for every right of the shipped roles, and for what each is about', () => {
  const verbs = all(read('catalog/roles/roles.toml'), /"([a-z_]+\.[a-z_]+)"/g)
  expect(verbs.length).toBeGreaterThan(40)
  expect(verbs.filter((verb) => !flat(admin.right).includes(verb))).toEqual([])
  expect(flat(admin.right).filter((verb) => !verbs.includes(verb))).toEqual([])
  expect(Object.keys(admin.admin.noun).sort()).toEqual([...new Set(verbs.map((verb) => verb.split('.')[0]))].sort())
})

it('has words for every kind of job', () => {
  const source = read('crates/server/src/jobs/mod.rs')
  const performed = source.slice(source.indexOf('match job.kind.as_str()'), source.indexOf('there is no job'))
  const imports = read('crates/server/src/directory/import/task.rs')
  const kinds = all(performed + [source, imports].map((text) => text.match(/const \w+: &str = .*/g)?.join('')).join(''), /"([a-z_]+)"/g)
  expect(kinds.length).toBeGreaterThan(4)
  expect(kinds.filter((kind) => !(kind in running.running.job))).toEqual([])
})

it('has words for everybody that takes in events', () => {
  const subscribers = all(read('crates/server/src/app.rs'), /(\w+)::FOLLOWS/g).flatMap((context) => all(read(`crates/server/src/${context}/outcome.rs`), /name: "([a-z_.]+)"/g))
  expect(subscribers.length).toBeGreaterThan(0)
  expect(subscribers.filter((name) => !flat(running.running.subscriber).includes(name))).toEqual([])
})
