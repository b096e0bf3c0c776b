//! The demo town of all journeys: made once for a built program and kept below `target` until the program is another.
//! Run by itself it only makes the town.
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { remove, startServer, TODAY } from './server.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const KEPT = here('../../target/towns')
/** Being made: a run that was ended leaves it, and the next one begins anew. */
const MAKING = `making-${process.pid}`

export const programOf = () => process.env.WENMING_BIN ?? here('../../target/debug/wenming')

/** The folder of the town, which nothing may serve: journeys take copies. */
export async function townOf(binary) {
  const { size, mtimeMs } = statSync(binary)
  const name = `${TODAY}-${size}-${Math.trunc(mtimeMs)}`
  const town = join(KEPT, name)
  if (existsSync(town)) return town
  mkdirSync(KEPT, { recursive: true })
  for (const other of readdirSync(KEPT)) remove(join(KEPT, other))
  const made = await startServer(binary, { data: join(KEPT, MAKING) })
  await made.stop()
  renameSync(made.data, town)
  return town
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await townOf(programOf()))
