//! Changes behind the program's back, each on a copy of the closed data, and what `verify` says of them.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { refused } from './command.mjs'
import { bytes, inDatabase, words } from './database.mjs'
import { remove } from './server.mjs'

/** The database alone, changed, and the line with which the verification of it fails. */
async function changed(world, change, ...asked) {
  const data = mkdtempSync(join(tmpdir(), 'wenming-tamper-'))
  try {
    for (const part of ['wenming.db', 'wenming.db-wal']) cpSync(join(world.data, part), join(data, part))
    const told = inDatabase(data, change)
    return [await refused(world, 'verify', '--data', data, ...asked), told]
  } finally {
    remove(data)
  }
}

const posting = (db, { id }, metric) => db.get('select id, seq from posting where source = ? and metric = ?', [bytes(id), metric])

/** Every way named in which an account could be touched: by the posting, its number, the record, the head. */
export async function tampered(world, { one, head }) {
  const [quantity, raised] = await changed(world, (db) => {
    const found = posting(db, one, 'case.closed')
    db.run('update posting set quantity = 2 where id = ?', [found.id])
    return found
  })
  assert.ok(quantity.includes(`posting ${words(raised.id)} of case.closed (number ${raised.seq}) is not what its hash was made of`), quantity)

  const [deleted, gone] = await changed(world, (db) => {
    const found = posting(db, one, 'case.registered')
    db.run('delete from posting where id = ?', [found.id])
    return found
  })
  assert.ok(deleted.includes(`the posting with number ${gone.seq} is missing`), deleted)

  const made = '01900000-0000-7000-8000-00000000abcd'
  const [added] = await changed(world, (db) => {
    const columns = db.all('select name from pragma_table_info(\'posting\')').map(({ name }) => name)
    const values = columns.map((name) => ({ id: '?', seq: 'null' })[name] ?? name)
    db.run(`insert into posting (${columns}) select ${values} from posting where id = ?`, [bytes(made), posting(db, one, 'case.closed').id])
  })
  assert.ok(added.includes(`posting ${made} of case.closed (number not given yet) is not what its hash was made of`), added)

  const [record] = await changed(world, (db) => db.run("update case_record set category = 'sanitation.litter', line = 'sanitation' where id = ?", [bytes(one.id)]))
  assert.ok(record.includes(`case ${one.id} and its postings differ in case.`), record)

  const [cut] = await changed(world, (db) => {
    const { seq } = db.get('select max(seq) as seq from seal where seq < (select max(seq) from seal)')
    for (const table of ['posting', 'seal']) db.run(`delete from ${table} where seq > ?`, [seq])
  }, '--against', head)
  assert.ok(cut.includes(`the given head ${head} is not that of this journal`), cut)
}
