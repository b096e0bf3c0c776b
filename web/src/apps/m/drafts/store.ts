//! Drafts in the phone's own database, photos as blobs; they outlive reloads, sign-outs and expired sessions.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { toRaw } from 'vue'
import type { Draft } from './model'

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { account: string } }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

const db = (): Promise<IDBPDatabase<Schema>> =>
  (opened ??= openDB<Schema>('wenming', 1, {
    upgrade: (base) => void base.createObjectStore('drafts', { keyPath: 'id' }).createIndex('account', 'account'),
  }))

/** A copy without Vue's proxies, which a database cannot hold. */
function plain(draft: Draft): Draft {
  const { shots, work, why, ...rest } = toRaw(draft)
  const bare = <T extends { spot?: object | null }>(one: T): T => ({ ...toRaw(one), ...(one.spot && { spot: { ...toRaw(one.spot) } }) })
  return {
    ...rest,
    why: why && { ...why, params: { ...why.params } },
    shots: toRaw(shots).map(bare),
    work: work.kind === 'report' ? { ...bare(work), fix: work.fix && { id: work.fix.id, shots: toRaw(work.fix.shots).map(bare) } } : { ...toRaw(work) },
  }
}

export const writeDraft = async (draft: Draft): Promise<void> => void (await (await db()).put('drafts', plain(draft)))
export const eraseDraft = async (id: string): Promise<void> => (await db()).delete('drafts', id)

/** All drafts of an account, newest first; the ids begin with the time they were made. */
export async function readDrafts(account: string): Promise<Draft[]> {
  return (await (await db()).getAllFromIndex('drafts', 'account', account)).sort((a, b) => (a.id < b.id ? 1 : -1))
}
