//! The API's document held against the running program by schemathesis: requests that it allows and requests that it
//! forbids, made from it by a seed, answered as it says and never with a failure of the server.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const VERSION = '4.32.5'
const FOLDER = fileURLToPath(new URL(`../../target/schemathesis-${VERSION}`, import.meta.url))
const PROGRAM = join(FOLDER, 'bin', 'schemathesis')

/** Requests that a rule refuses though their shape is right are not told from a broken promise by their shape alone. */
const WITHOUT = ['positive_data_acceptance']
/** What ends or rests the session that the run works under; they have a run of their own. */
export const OWN_SESSION = ['post_session', 'delete_session', 'post_session_password', 'delete_sessions_id']

/** The pinned program, in an environment of its own below `target`. */
async function installed() {
  if (!existsSync(PROGRAM)) {
    await run('python3', ['-m', 'venv', FOLDER])
    await run(join(FOLDER, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`])
  }
  return PROGRAM
}

async function session(base, login) {
  const body = JSON.stringify({ login, password: 'wenming-demo' })
  const answer = await fetch(`${base}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return answer.headers.get('set-cookie').split(';')[0].split('=')[1]
}

/** One run as one of the cast; `operations` picks, `without` leaves out. Answers what was wrong, or nothing. */
export async function holds(base, login, { examples, seed, operations = [], without = [] }) {
  const program = await installed()
  const folder = mkdtempSync(join(tmpdir(), 'wenming-contract-'))
  try {
    const config = join(folder, 'schemathesis.toml')
    writeFileSync(config, '[auth.openapi.session]\napi_key = "${SESSION}"\n')
    const picked = [...operations.map((one) => `--include-operation-id=${one}`), ...without.map((one) => `--exclude-operation-id=${one}`)]
    const asked = [
      '--config-file', config, '--no-color', 'run', `${base}/api/openapi.json`, '--seed', `${seed}`, '--max-examples', `${examples}`, '--workers', '1',
      '--exclude-checks', WITHOUT.join(','), '--continue-on-failure', '--warnings', 'off', '--generation-database', 'none', '--suppress-health-check', 'all', ...picked,
    ]
    const env = { ...process.env, SESSION: await session(base, login) }
    await run(program, asked, { cwd: folder, env, maxBuffer: 64 << 20 })
    return ''
  } catch (failed) {
    return `${failed.stdout ?? ''}\n${failed.stderr ?? failed.message}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
