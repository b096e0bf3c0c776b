//! Who is signed in, what they may do, and the server's clock; read once before the app is mounted.
import { computed, shallowRef } from 'vue'
import { api, callAs, take } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { SessionView } from '@/api/types'
import { learnWorkDay } from '@/kit/time'

const view = shallowRef<SessionView | null>(null)
let ahead = 0

/** A call that anybody may make; where the post was chosen on another day or by somebody else, it is left. */
const inAnyPost = <T>(call: () => Promise<T>): Promise<T> =>
  call().catch((cause: unknown) => {
    if (asProblem(cause).code !== 'post.not_yours') throw cause
    callAs('')
    return call()
  })

/** Reads the session; 401 leads to the sign-in page and throws. */
export async function openSession(): Promise<SessionView> {
  const answer = await inAnyPost(() => take(api.GET('/api/session')))
  setSession(answer)
  return answer
}

function setSession(next: SessionView): void {
  view.value = next
  ahead = Date.parse(next.now) - Date.now()
  learnWorkDay(next.work_day_minutes)
}

export async function signOut(): Promise<void> {
  await inAnyPost(() => take(api.DELETE('/api/session')))
  callAs('')
  globalThis.location.assign('/')
}

/** May this person use the verb anywhere at all? Single records say it themselves in `allowed`. */
export const can = (verb: string): boolean => view.value?.verbs.includes(verb) ?? false

/** Whoever may register a case may also report one; a report waits for somebody to register it. */
export const mayReport = (): boolean => can('case.register') || can('case.report')

/** Now by the server's clock, whatever the device believes. */
export const serverNow = (): Date => new Date(Date.now() + ahead)

export const session = computed(() => view.value)

/** The position the person acts in. */
export const acting = computed(() => view.value?.positions.find((one) => one.acting) ?? null)

/** From now on in another of one's posts; everything is read anew. */
export function actIn(post: string): void {
  callAs(post)
  globalThis.location.assign(import.meta.env.BASE_URL)
}

/** May this person use any verb that begins so? An empty beginning asks for any verb at all. */
export const canAny = (beginning: string): boolean => view.value?.verbs.some((verb) => verb.startsWith(beginning)) ?? false
