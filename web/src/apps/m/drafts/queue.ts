//! The drafts of who is signed in, as pages see them, and the one way to keep, drop and send them.
import { computed, shallowRef } from 'vue'
import { api, once, take } from '@/api/client'
import { newId } from '@/api/id'
import type { Visit } from '@/api/types'
import { acting, serverNow, session } from '@/app/session'
import { queryClient } from '@/app/queries'
import { sendPhoto } from '@/kit/photo'
import { correctionBody, reportBody, roundBody, stepBody, visitBody } from './body'
import { became } from './follow'
import { takeOldRounds } from './old'
import type { Arrived, Draft, ReportWork, Shot, Work } from './model'
import { send, type Outcome } from './send'
import { eraseDraft, readDrafts, writeDraft } from './store'

const list = shallowRef<Draft[]>([])
const unkept = shallowRef(false)
const busy = shallowRef<ReadonlySet<string>>(new Set())

export const drafts = computed(() => list.value)
/** What was to be sent and is still on the phone. */
export const waiting = computed(() => list.value.filter((draft) => draft.state !== 'writing'))
/** The phone refused to keep something: what is typed lives only as long as the page. */
export const cannotKeep = computed(() => unkept.value)
export const sending = computed(() => busy.value)

const account = (): string => session.value?.account ?? ''

export async function readQueue(): Promise<void> {
  try {
    await takeOldRounds(account(), writeDraft)
    list.value = await readDrafts(account())
  } catch {
    unkept.value = true
  }
}

export async function keep(draft: Draft): Promise<void> {
  await writeDraft(draft).then(() => (unkept.value = false), () => (unkept.value = true))
  if (!unkept.value) await readQueue()
}

export async function drop(id: string): Promise<void> {
  await eraseDraft(id).catch(() => (unkept.value = true))
  await readQueue()
}

type Report = Draft & { work: ReportWork }
/** What was found in a round and goes after it. */
export const foundIn = (round: string): Report[] => list.value.filter((draft): draft is Report => draft.work.kind === 'report' && draft.work.round === round)

/** Gives a round up; what was found in it stays and goes by itself. */
export async function dropRound(round: string): Promise<void> {
  for (const draft of foundIn(round)) await keep({ ...draft, work: { ...draft.work, round: null } })
  await drop(round)
}

export const newDraft = (work: Work): Draft => ({
  id: newId(), account: account(), post: acting.value?.id, made_at: serverNow().toISOString(), state: 'writing', why: null, tried: false, shots: [], work,
})

const photo = (shot: Shot, { post }: Draft) =>
  sendPhoto(shot.blob, shot.id, { taken_at: shot.taken_at, ...(shot.spot && { lon: shot.spot.lon, lat: shot.spot.lat, accuracy_m: shot.spot.accuracy_m }) }, post)

function write(draft: Draft): Promise<Arrived> {
  const { work } = draft
  if (work.kind === 'visit') return take(api.POST('/api/visits', { body: visitBody(draft, work), headers: once(draft.id, draft.post) }))
  if (work.kind === 'round') return take(api.POST('/api/rounds', { body: roundBody(draft, work), headers: once(draft.id, draft.post) }))
  if (work.kind === 'correction') return take(api.POST('/api/visits/{id}/correct', { params: { path: { id: work.visit } }, body: correctionBody(draft, work), headers: once(draft.id, draft.post) }))
  if (work.kind === 'report') return take(api.POST('/api/cases', { body: reportBody(draft, work), headers: once(draft.id, draft.post) }))
  const path = { id: work.case, verb: work.verb ?? 'report' }
  return take(api.POST('/api/cases/{id}/{verb}', { params: { path }, body: stepBody(draft, work), headers: once(draft.id, draft.post) }))
}

/** Sends one draft; a second tap or a second tab waits for the first and then finds it gone. */
export async function sendDraft(draft: Draft): Promise<Outcome> {
  const { work } = draft
  // sent before its round is over: it goes by itself
  if (work.kind === 'report' && work.round && !draft.tried && list.value.some(({ id }) => id === work.round)) work.round = null
  busy.value = new Set([...busy.value, draft.id])
  const run = async (): Promise<Outcome> => send(draft, { photo, write, keep, drop })
  try {
    const outcome = await (navigator.locks?.request(`wenming.draft.${draft.id}`, run) ?? run())
    if ('problem' in outcome) return outcome
    const { done } = outcome
    if (work.kind === 'report' && work.finding && 'number' in done) {
      const { visit, item } = work.finding
      queryClient.setQueryData<Visit>(['visits', 'one', visit], (known) => known && became(known, item, done))
    }
    if (work.kind !== 'round') queryClient.setQueryData(['number' in done ? 'cases' : 'visits', 'one', done.id], done)
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'cases' || queryKey[1] !== 'one' })
    return work.kind === 'round' ? await sendFound(draft.id, outcome) : outcome
  } finally {
    busy.value = new Set([...busy.value].filter((id) => id !== draft.id))
  }
}

/** What was found in a round that has arrived. */
async function sendFound(round: string, outcome: Outcome): Promise<Outcome> {
  const found = []
  for (const draft of foundIn(round).filter(({ state }) => state === 'waiting')) found.push(await sendDraft(draft))
  const left = found.flatMap((one) => ('problem' in one ? [one.problem] : []))[0]
  return left ? { ...outcome, left } : outcome
}
