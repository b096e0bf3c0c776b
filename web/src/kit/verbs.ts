//! In which order verbs stand, and which of them ask for something in place before they run.
import type { CaseVerb, CaseView } from '@/api/types'

type Allowed = CaseView['allowed'][number]
/** What a form may show: what the server may need, and the units beside the lead. */
type Field = Allowed['needs'][number] | 'cooperating'

/** The way forward first, then the ways back, then what ends a case for good. */
const ORDER: CaseVerb[] = [
  'register', 'report', 'grant_extension', 'refuse_extension', 'dispatch', 'fix_on_spot', 'accept', 'rectify', 'part_done', 'verify', 'close', 'assign_verifier', 'resume',
  'send_back', 'return', 'reopen', 'urge', 'supervise', 'correct_condition', 'ask_extension', 'reject', 'supplement', 'split', 'unmerge', 'merge', 'shelve', 'cancel',
]
const RARE: CaseVerb[] = ['correct_condition', 'ask_extension', 'reject', 'supplement', 'split', 'merge', 'shelve', 'cancel']
/** Verbs that end a case for good. */
export const ENDS: CaseVerb[] = ['cancel']
const OFFERS: Partial<Record<CaseVerb, Field[]>> = {
  dispatch: ['org', 'cooperating', 'condition'],
  assign_verifier: ['org'],
  fix_on_spot: ['photo', 'reason'],
  part_done: ['photo', 'reason'],
  rectify: ['photo', 'reason'],
  verify: ['photo'],
  ask_extension: ['limit', 'reason'],
  correct_condition: ['condition', 'reason'],
  grant_extension: ['limit', 'reason'],
  urge: ['reason'],
  supplement: ['photo', 'reason'],
  merge: ['into', 'reason'],
  split: ['parts', 'reason'],
  reject: ['reason'],
  cancel: ['reason'],
}

interface Laid {
  primary: Allowed | null
  plain: Allowed[]
  more: Allowed[]
}

/** One primary, two plain, the rest under “more”. */
export function lay(allowed: Allowed[]): Laid {
  const sorted = [...allowed].sort((a, b) => ORDER.indexOf(a.verb) - ORDER.indexOf(b.verb))
  const common = sorted.filter((one) => !RARE.includes(one.verb))
  const shown = common.slice(0, 3)
  return { primary: shown[0] ?? null, plain: shown.slice(1), more: sorted.filter((one) => !shown.includes(one)) }
}

/** What the form of a verb shows: what it takes if given and what it needs; nothing means it runs at once. */
export function asks(one: Allowed): Field[] {
  return [...new Set([...(OFFERS[one.verb] ?? []), ...one.needs])]
}

/** A part of a case that is split. */
export interface Part {
  id: string
  area: string | null
  place: string
  org: string | null
  /** As `2 work_day`; empty: its category's. */
  limit: string
}

export interface Filled {
  reason: string
  org: string | null
  cooperating: string[]
  /** As `2 work_day`; empty: none. */
  limit: string
  /** Its code; empty: none. */
  condition: string
  photos: string[]
  /** The case that it is merged into. */
  into: string | null
  parts: Part[]
}

export const nothing = (): Filled => ({ reason: '', org: null, cooperating: [], limit: '', condition: '', photos: [], into: null, parts: [] })

/** The units of an extension, the usual one first. */
export const UNITS = ['work_day', 'work_hour', 'natural_day', 'urgent_hour'] as const
const MOST = 999

/** A limit as the server reads it, or nothing where the amount is none. */
export const written = (amount: number, unit: string): string => (Number.isInteger(amount) && amount > 0 && amount <= MOST ? `${amount} ${unit}` : '')

/** What is still missing before the verb may be sent. */
export function missing(one: Allowed, filled: Filled): Field[] {
  const [said, shown] = [filled.reason.trim() !== '', filled.photos.length > 0]
  const parts = filled.parts.length > 0 && filled.parts.every((part) => part.area !== null && part.place.trim() !== '')
  const given = { reason: said, org: filled.org !== null, photo: shown, limit: filled.limit !== '', condition: true, something: said || shown, into: filled.into !== null, parts }
  return asks(one).filter((field): field is Allowed['needs'][number] => field !== 'cooperating' && one.needs.includes(field) && !given[field])
}

/** The body of a verb: what is empty is left out. */
export const body = (filled: Filled) => ({
  reason: filled.reason || undefined,
  org: filled.org ?? undefined,
  cooperating: filled.cooperating.length ? filled.cooperating : undefined,
  limit: filled.limit || undefined,
  condition: filled.condition || undefined,
  photos: filled.photos.length ? filled.photos : undefined,
  into: filled.into ?? undefined,
})

/** What a case is split into, as the server reads it. */
export const partsBody = (parts: Part[]) => parts.map((part) => ({ id: part.id, area: part.area ?? '', place: part.place.trim(), org: part.org ?? undefined, limit: part.limit || undefined }))
