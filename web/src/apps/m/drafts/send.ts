//! Sending a draft: photos first, then the write, always under the same keys. It leaves the phone only when the
//! answer echoes its id, since a captive portal answers 200 to everything.
import { asProblem, Problem } from '@/api/problem'
import type { FileView } from '@/api/types'
import { became, follow } from './follow'
import type { Arrived, Draft, Shot } from './model'

export interface Ports {
  photo: (shot: Shot, draft: Draft) => Promise<FileView>
  write: (draft: Draft) => Promise<Arrived>
  keep: (draft: Draft) => Promise<void>
  drop: (id: string) => Promise<void>
}

/** `left`: it arrived, of what follows it something has not and stays on the phone; why the first of that did not. */
export type Outcome = { done: Arrived; left?: Problem } | { problem: Problem }

/** Answers after which the same request may succeed: none, signed out, overloaded, or not from our server at all. */
const AGAIN = [0, 401, 408, 425, 429]
export const isRefusal = ({ status, code }: Problem): boolean => !AGAIN.includes(status) && status < 500 && !code.startsWith('http.')

export async function send(draft: Draft, ports: Ports): Promise<Outcome> {
  const fresh = draft.shots.every((shot) => !shot.stored)
  try {
    const done = await deliver(draft, ports)
    const next = follow(draft, done)
    for (const one of next) await ports.keep(one)
    await ports.drop(draft.id)
    return next.length ? await then(next, done, ports) : { done }
  } catch (cause) {
    const problem = asProblem(cause)
    // a round that does not hold the place: what was found is worth more than where it is counted
    if (problem.code === 'case.round' && draft.work.kind === 'report' && draft.work.round) {
      draft.work.round = null
      return send(draft, ports)
    }
    // an unclaimed photo is cleared away after two days: send all of them once more
    if (problem.code === 'file.none' && !fresh) {
      draft.shots.forEach((shot) => (shot.stored = false))
      return send(draft, ports)
    }
    const refused = isRefusal(problem)
    // its post is no longer theirs: sent again, it goes under the one they act in then
    if (problem.code === 'post.not_yours') delete draft.post
    draft.state = refused ? 'refused' : 'waiting'
    draft.tried &&= !refused
    draft.why = { status: problem.status, code: problem.code, params: problem.wire.params ?? {} }
    await ports.keep(draft)
    return { problem }
  }
}

async function deliver(draft: Draft, ports: Ports): Promise<Arrived> {
  for (const shot of draft.shots.filter((one) => !one.stored)) {
    echoes(await ports.photo(shot, draft), shot.id)
    shot.stored = true
    await ports.keep(draft)
  }
  draft.tried = true
  await ports.keep(draft)
  const view = await ports.write(draft)
  const { work } = draft
  echoes(view, work.kind === 'step' ? work.case : work.kind === 'correction' ? work.visit : draft.id)
  return view
}

/** Sends what follows, one after another, and tells what arrived first what became of it. */
async function then(next: Draft[], first: Arrived, ports: Ports): Promise<Outcome> {
  let done = first
  let left: Problem | undefined
  for (const one of next) {
    const outcome = await send(one, ports)
    if ('problem' in outcome) left ??= outcome.problem
    else if (outcome.done.id === done.id) done = outcome.done
    else if ('answers' in done && 'number' in outcome.done && one.work.kind === 'report') done = became(done, one.work.finding?.item ?? '', outcome.done)
  }
  return left ? { done, left } : { done }
}

function echoes(answer: { id?: string } | undefined, id: string): void {
  if (answer?.id !== id) throw new Problem(0, { code: 'net.unreachable', title: 'the answer is not from our server' })
}
