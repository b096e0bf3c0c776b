//! The built program with a fresh demo town on a free port, stopped with the run.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PATIENCE_MS = 600_000

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })

/** Starts the program; `base` is its address, `stop` ends it and removes its data. */
export async function startServer(binary) {
  const data = mkdtempSync(join(tmpdir(), 'wenming-e2e-'))
  const base = `http://127.0.0.1:${await freePort()}`
  const program = spawn(binary, ['demo', '--data', data, '--listen', base.slice('http://'.length)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  program.stdout.on('data', (text) => (said += text))
  program.stderr.on('data', (text) => (said += text))
  const stop = () => {
    program.kill()
    rmSync(data, { recursive: true, force: true })
  }
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const answers = await fetch(`${base}/api/session`).then((answer) => answer.status === 401, () => false)
    if (answers) return { base, stop }
    if (program.exitCode !== null || Date.now() > until) {
      stop()
      throw new Error(`the program did not start:\n${said}`)
    }
    await new Promise((done) => setTimeout(done, 100))
  }
}
