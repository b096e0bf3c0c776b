//! No value is exported that no other file uses.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const src = resolve(__dirname, '..')
const paths = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(ts|vue)$/.test(path))
const files = paths.map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }))
const DECLARED = /export (?:async )?(?:const|function|class) (\w+)/g
/** The whole wire stands in one file, whether or not a page uses all of it. */
const WHOLE = ['api/schema.ts']

it('uses every export somewhere else', () => {
  const unused = files
    .filter(({ path }) => !path.includes('.test.') && !WHOLE.includes(path))
    .flatMap(({ path, text }) => [...text.matchAll(DECLARED)].map((hit) => ({ path, name: hit[1] ?? '' })))
    .filter(({ path, name }) => !files.some((other) => other.path !== path && new RegExp(`\\b${name}\\b`).test(other.text)))
  expect(unused).toEqual([])
})
