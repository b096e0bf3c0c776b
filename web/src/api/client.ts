//! The one door to the server: typed calls under the post that is acted in, an idempotency key on every write, errors as `Problem`, 401 to the sign-in page.
import createClient, { type Middleware } from 'openapi-fetch'
import { newId } from './id'
import { asProblem, Problem } from './problem'
import type { paths } from './schema'

const KEY = 'Idempotency-Key'
const POST = 'Acting-Post'
/** Pictures and downloads are fetched without our headers: a cookie names the post to them. */
const COOKIE = 'wenming_post'

let post = new RegExp(`${COOKIE}=([\\w-]+)`).exec(globalThis.document?.cookie ?? '')?.[1] ?? ''

/** The post of all calls from now on; without one the main post. */
export function callAs(id: string): void {
  post = id
  document.cookie = `${COOKIE}=${id}; path=/; samesite=lax${id ? '' : '; max-age=0'}`
}

const keyed: Middleware = {
  onRequest({ request }) {
    if (post && !request.headers.has(POST)) request.headers.set(POST, post)
    if (request.method !== 'GET' && !request.headers.has(KEY)) request.headers.set(KEY, newId())
    return request
  },
}

let again: ((same: Request, refused: Response) => Promise<Response>) | undefined

/** What to do with a write that met a conflict: it may be sent again, with what the person then says. */
export function onConflict(then: typeof again): void {
  again = then
}

/** How long a busy server is left alone before it is asked again; after the last its answer stands. In milliseconds. */
const PAUSES = [300, 900, 2700]

/** Sends it until the server is not busy; a write keeps its key and so is done once. */
async function patiently(request: Request): Promise<Response> {
  for (const pause of PAUSES) {
    const answer = await globalThis.fetch(request.clone())
    if (answer.status !== 503) return answer
    await new Promise((rested) => setTimeout(rested, pause))
  }
  return globalThis.fetch(request)
}

async function send(request: Request): Promise<Response> {
  const same = again && request.method !== 'GET' ? request.clone() : undefined
  const answer = await patiently(request)
  return again && same && answer.status === 409 ? again(same, answer) : answer
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin, fetch: send })
api.use(keyed)

let leave = (): void => {
  const { pathname, search } = globalThis.location
  globalThis.location.assign(`/?next=${encodeURIComponent(pathname + search)}`)
}

/** What to do when nobody is signed in; the phone keeps its queue and asks first, the desk goes to the sign-in page. */
export function onSignedOut(then: () => void): void {
  leave = then
}

/** Headers of a write that must be the same write when it is sent again, under the post that it was written in. */
export const once = (key: string, as?: string | null): { [KEY]: string } => ({ [KEY]: key, ...(as && { [POST]: as }) })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of a call, or a thrown `Problem`. */
export async function take<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch((cause: unknown) => {
    throw asProblem(cause)
  })
  if (answer.response.ok) return answer.data as T
  const problem = new Problem(answer.response.status, (answer.error as object) ?? {})
  if (problem.status === 401 && problem.code === 'session.none') leave()
  throw problem
}
