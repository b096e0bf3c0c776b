//! Journeys through the built program in one browser: `node e2e/run.mjs [name]`, the binary by WENMING_BIN.
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { copyOf, remove, startServer } from './world/server.mjs'
import { programOf, townOf } from './world/town.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const require = createRequire(here('../web/package.json'))
const { chromium } = require('playwright-core')
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage']

const wanted = process.argv[2] ?? ''
/** Run by name only: they fetch a tool and take their time. */
const APART = ['contract.mjs']
const chosen = (file) => (wanted ? file.includes(wanted) : !APART.includes(file))
const binary = programOf()
/** The demo town as it was made; a journey that changes the world's course takes a copy of its own. */
const town = await townOf(binary)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS })
const axe = require.resolve('axe-core/axe.min.js')
const count = { passed: 0, failed: 0 }
/** The longest begin first, so that no lane waits for them at the end. */
const LONGEST = ['whole.mjs', 'axe.mjs']
const first = (file) => (LONGEST.includes(file) ? LONGEST.indexOf(file) : LONGEST.length)
const files = readdirSync(here('./journeys')).filter(chosen).sort().sort((one, other) => first(one) - first(other))
/** Journeys run beside each other, each lane in a town of its own: a browser and its server leave half of two cores idle. */
const LANES = Number(process.env.WENMING_LANES ?? 2)

async function run(file, world) {
  const { journeys } = await import(`./journeys/${file}`)
  for (const [name, journey] of Object.entries(journeys)) {
    const begun = Date.now()
    try {
      await journey(world)
      count.passed += 1
      console.log(`ok    ${file.replace('.mjs', '')}: ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
    } catch (error) {
      count.failed += 1
      console.log(`FAIL  ${file.replace('.mjs', '')}: ${name}\n${error.stack}`)
    }
  }
}

async function lane() {
  const server = await startServer(binary, { data: copyOf(town) })
  try {
    for (let file = files.shift(); file; file = files.shift()) await run(file, { base: server.base, binary, browser, town, axe })
  } finally {
    await server.stop()
    remove(server.data)
  }
}

try {
  await Promise.all(Array.from({ length: Math.min(LANES, files.length) }, lane))
} finally {
  await browser.close()
}
console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0
