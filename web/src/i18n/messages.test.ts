//! Both languages say the same things, and no page holds words of its own.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = resolve(__dirname, '..')
const read = (path: string): string => readFileSync(path, 'utf8')

function keys(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && !Array.isArray(value) ? keys(value as object, `${prefix}${key}.`) : [prefix + key],
  )
}

function leaves(tree: object): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === 'object' ? leaves(value as object) : [String(value)]))
}

/** Keys that stand twice in one object; the later would hide the earlier without a word. */
function repeated(text: string): string[] {
  const open: Set<string>[] = []
  const twice: string[] = []
  for (const [whole, key] of text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (whole === '{') open.push(new Set())
    else if (whole === '}') open.pop()
    else if (key !== undefined && open.at(-1)?.has(key)) twice.push(key)
    else if (key !== undefined) open.at(-1)?.add(key)
  }
  return twice
}

const files = readdirSync(join(__dirname, 'zh-CN'))

describe.each(files)('%s', (file) => {
  const zh = JSON.parse(read(join(__dirname, 'zh-CN', file))) as object
  const en = JSON.parse(read(join(__dirname, 'en', file))) as object

  it('has the same keys in both languages', () => {
    expect(keys(en)).toEqual(keys(zh))
  })

  it('says nothing twice', () => {
    for (const language of ['zh-CN', 'en']) expect(repeated(read(join(__dirname, language, file)))).toEqual([])
  })

  it('fills the same places', () => {
    const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
    const free = new Set(['{m}', '{mon}', '{d}', '{date}'])
    const named = (tree: object): string[][] => leaves(tree).map((text) => places(text).filter((one) => !free.has(one)))
    expect(named(en)).toEqual(named(zh))
  })

  it('leaves no message in the other language', () => {
    const han = leaves(en).filter((text) => /\p{Script=Han}/u.test(text) && !['文', '中文'].includes(text))
    expect(han).toEqual([])
  })
})

it('has one word for one thing: no page replaces another page’s', () => {
  const all = files.flatMap((file) => keys(JSON.parse(read(join(__dirname, 'zh-CN', file))) as object))
  expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([])
})

describe('pages', () => {
  const vue = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.vue'))

  it.each(vue)('%s holds no Chinese outside comments', (path) => {
    const text = read(join(src, path)).replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    expect(text.match(/\p{Script=Han}+/gu) ?? []).toEqual([])
  })
})

describe('keys', () => {
  const all = files.map((file) => JSON.parse(read(join(__dirname, 'zh-CN', file))) as object)
  const known = new Set(all.flatMap((tree) => keys(tree)))
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(vue|ts)$/.test(path) && !path.includes('.test.'))

  it.each(sources)('%s names only messages that exist', (path) => {
    const used = [...read(join(src, path)).matchAll(/\bt\('([\w.]+)'/g)].map((hit) => hit[1] ?? '')
    expect(used.filter((key) => !known.has(key))).toEqual([])
  })
})
