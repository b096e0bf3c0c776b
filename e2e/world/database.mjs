//! The embedded database as a file, read and changed while nothing serves it.
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { Database } = require('node-sqlite3-wasm')

/** An id as the database keeps it, and back as it is written. */
export const bytes = (id) => Buffer.from(id.replaceAll('-', ''), 'hex')
export const words = (id) => Buffer.from(id).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** What a change of the database in `data` gives. */
export function inDatabase(data, change) {
  const db = new Database(join(data, 'wenming.db'))
  try {
    // a database with a log of its own opens here only for one alone
    db.exec('pragma locking_mode = exclusive')
    return change(db)
  } finally {
    db.close()
  }
}
