//! Drafts in the phone's own database, photos as blobs; they outlive reloads, sign-outs and expired sessions.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { toRaw } from 'vue'
import type { Draft, Work } from './model'

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { account: string } }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

const db = (): Promise<IDBPDatabase<Schema>> =>
  (opened ??= openDB<Schema>('wenming', 1, {
    upgrade: (base) => void base.createObjectStore('drafts', { keyPath: 'id' }).createIndex('account', 'account'),
  }))

type Spotted = { spot?: object | null }
const bare = <T extends Spotted>(one: T): T => ({ ...toRaw(one), ...(one.spot && { spot: { ...toRaw(one.spot) } }) })

function plainWork(work: Work): Work {
  if (work.kind === 'step') return { ...toRaw(work) }
  if (work.kind !== 'report') return JSON.parse(JSON.stringify(work)) as Work
  const finding = work.finding && { ...toRaw(work.finding), photos: [...work.finding.photos] }
  return { ...bare(work), finding, fix: work.fix && { id: work.fix.id, shots: toRaw(work.fix.shots).map(bare) } }
}

/** A copy without Vue's proxies, which a database cannot hold. */
function plain(draft: Draft): Draft {
  const { shots, work, why, ...rest } = toRaw(draft)
  return {
    ...rest,
    why: why && { ...why, params: { ...why.params } },
    shots: toRaw(shots).map(bare),
    work: plainWork(work),
  }
}

export const writeDraft = async (draft: Draft): Promise<void> => void (await (await db()).put('drafts', plain(draft)))
export const eraseDraft = async (id: string): Promise<void> => (await db()).delete('drafts', id)

/** All drafts of an account, newest first; the ids begin with the time they were made. */
export async function readDrafts(account: string): Promise<Draft[]> {
  return (await (await db()).getAllFromIndex('drafts', 'account', account)).sort((a, b) => (a.id < b.id ? 1 : -1))
}
