//! Rounds that an earlier version of the phone kept beside its drafts: taken over as drafts, under the keys they may already have been sent with.
import type { Draft } from './model'

interface Walked {
  id: string
  obligation: string
  walked_at: string
  position: { lon: number; lat: number } | null
}

/** Moves what waits for an account into the drafts; nothing is forgotten before it is kept. */
export async function takeOldRounds(account: string, keep: (draft: Draft) => Promise<void>): Promise<void> {
  const place = `wenming.walked.${account}`
  const kept = localStorage.getItem(place)
  if (kept === null) return
  for (const { id, obligation, walked_at, position } of JSON.parse(kept) as Walked[])
    await keep({
      id, account, made_at: walked_at, state: 'waiting', why: null, tried: true, shots: [],
      work: { kind: 'round', obligation, place: '', kind_code: '', name: '', name_en: '', area: '', started_at: null, walked_at, spot: position && { ...position, accuracy_m: 1 }, note: '', score: null },
    })
  localStorage.removeItem(place)
}
