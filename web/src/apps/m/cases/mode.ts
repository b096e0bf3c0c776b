//! What the case page is for this person now: one step of the phone, or only to read.
import type { CaseStep, CaseVerb, CaseView } from '@/api/types'

type Mode = 'accept' | 'rectify' | 'verify' | 'spot' | 'part' | 'read'
const STEPS: Record<Exclude<Mode, 'read'>, CaseVerb[]> = {
  accept: ['accept', 'return'],
  rectify: ['rectify'],
  verify: ['verify', 'send_back'],
  spot: ['fix_on_spot'],
  part: ['part_done'],
}
/** What is added comes with a report of the same. */
const HERE: CaseVerb[] = [...Object.values(STEPS).flat(), 'ask_extension', 'supplement']

export function modeOf({ allowed }: Pick<CaseView, 'allowed'>): Mode {
  const modes = Object.entries(STEPS) as [Exclude<Mode, 'read'>, CaseVerb[]][]
  return modes.find(([, verbs]) => allowed.some(({ verb }) => verbs.includes(verb)))?.[0] ?? 'read'
}

/** Steps that this person may do, but not on the phone. */
export const otherVerbs = ({ allowed }: Pick<CaseView, 'allowed'>): CaseVerb[] => allowed.map(({ verb }) => verb).filter((verb) => !HERE.includes(verb))

/** The deadline that runs now, with what is left as it counts: of handling while the case is with its unit, else of the running stage. */
export function timeLeft({ state, deadline, late, remaining_minutes, stages }: Pick<CaseView, 'state' | 'deadline' | 'late' | 'remaining_minutes' | 'stages'>): { at: string; late: boolean; remaining: number | null } | null {
  if (state === 'dispatched' || state === 'accepted') return deadline === null ? null : { at: deadline, late, remaining: remaining_minutes }
  const stage = stages.find(({ running }) => running)
  return stage?.deadline ? { at: stage.deadline, late: false, remaining: stage.remaining_minutes } : null
}

/** Why it came back (moves stand newest first): the last send-back while it is put right again, the last return while it waits for its new unit. */
export function setback({ state, moves }: Pick<CaseView, 'state' | 'moves'>): CaseStep | null {
  const verbs: CaseVerb[] = state === 'accepted' || state === 'rectified' ? ['send_back'] : state === 'registered' || state === 'dispatched' ? ['return'] : []
  return moves.find((move) => verbs.includes(move.verb) && move.reason) ?? null
}
