//! The built program on a free port, serving the demo town: made where it is not, else a copy of the one that was made.
import { spawn } from 'node:child_process'
import { constants, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PATIENCE_MS = 600_000
/** Today in all journeys: a Tuesday late enough in its month that the month's summary is due. The clock begins at nine. */
export const TODAY = '2026-11-24'

const folder = () => mkdtempSync(join(tmpdir(), 'wenming-e2e-'))

/** A folder of its own with all that another holds, while nothing serves that. */
export function copyOf(data) {
  const copy = folder()
  cpSync(data, copy, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return copy
}
export const remove = (data) => rmSync(data, { recursive: true, force: true })

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })

/** Serves the demo town in `data`, made there if it is not; `stop` ends it as a system would, `kill` as a power cut; both wait for its end. */
export async function startServer(binary, { data, today = TODAY }) {
  const base = `http://127.0.0.1:${await freePort()}`
  const asked = ['demo', '--data', data, '--listen', base.slice('http://'.length), '--public-url', base, '--today', today]
  const program = spawn(binary, asked, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  program.stdout.on('data', (text) => (said += text))
  program.stderr.on('data', (text) => (said += text))
  const ended = new Promise((done) => program.on('exit', done))
  const end = (signal) => {
    program.kill(signal)
    return ended
  }
  const stop = () => end('SIGTERM')
  const kill = () => end('SIGKILL')
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const answers = await fetch(`${base}/api/session`).then((answer) => answer.status === 401, () => false)
    if (answers) return { base, data, stop, kill }
    if (program.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error(`the program did not start:\n${said}`)
    }
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** Walks in a copy of the town that nobody else is in. */
export async function inTown(world, walk) {
  const server = await startServer(world.binary, { data: copyOf(world.town) })
  try {
    await walk({ ...world, base: server.base }, server)
  } finally {
    await server.stop()
    remove(server.data)
  }
}
