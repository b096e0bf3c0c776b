//! Rounds walked: each stands on the phone under its own key until the server has taken it, whatever the signal.
import { ref } from 'vue'
import { api, once, take } from '@/api/client'
import { newId } from '@/api/id'
import { asProblem } from '@/api/problem'
import { session } from '@/app/session'
import type { Spot } from '../kit/where'

export interface Walked {
  id: string
  obligation: string
  walked_at: string
  position: { lon: number; lat: number } | null
}

const place = (): string => `wenming.walked.${session.value?.account ?? ''}`
const read = (): Walked[] => JSON.parse(localStorage.getItem(place()) ?? '[]') as Walked[]

/** Walked and not taken yet. */
export const unsent = ref<Walked[]>([])
export const lookForUnsent = (): void => void (unsent.value = read())

function keep(rounds: Walked[]): void {
  localStorage.setItem(place(), JSON.stringify(rounds))
  unsent.value = rounds
}

/** Notes a round on the phone at this minute, before anything is sent. */
export function note(obligation: string, at: Date, spot: Spot | null): void {
  const position = spot && { lon: spot.lon, lat: spot.lat }
  keep([...read(), { id: newId(), obligation, walked_at: at.toISOString(), position }])
}

/** Sends what waits, the first first; one that the server refuses for good leaves with its reason, else all stay for the next tap. */
export async function sendWalked(): Promise<void> {
  for (const { id, ...body } of read()) {
    try {
      await take(api.POST('/api/rounds', { body, headers: once(id) }))
    } catch (cause) {
      const problem = asProblem(cause)
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 401 && problem.status !== 429) keep(read().filter((round) => round.id !== id))
      throw problem
    }
    keep(read().filter((round) => round.id !== id))
  }
}
