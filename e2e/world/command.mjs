//! The program's commands, as somebody types them.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a command prints. */
export const command = async (world, ...words) => (await run(world.binary, words)).stdout

/** The one line with which a command fails. */
export async function refused(world, ...words) {
  const failed = await run(world.binary, words).then(() => null, (error) => error)
  if (!failed) throw new Error(`${words.join(' ')} does not fail`)
  return failed.stderr.trim()
}
