//! A province of the nation's division data by command: counts, a second time, a broken row.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../world/command.mjs'
import { counted, DIST, LEVELS, rows } from '../world/division.mjs'

const PROVINCE = '12'

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'wenming-division-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const imported = async (world, data, from) => JSON.parse(await command(world, 'import', 'areas', from, '--under', PROVINCE, '--data', data, '--json'))

export const journeys = {
  'a province goes in level by level, and a second time adds nothing': (world) =>
    inFolder(async (folder) => {
      const data = join(folder, 'data')
      const counts = counted(PROVINCE)
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
