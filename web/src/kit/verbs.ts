//! In which order verbs stand, and which of them ask for something in place before they run.
import type { CaseVerb, CaseView } from '@/api/types'

type Allowed = CaseView['allowed'][number]

/** The way forward first, then the ways back, then what ends a case for good. */
const ORDER: CaseVerb[] = ['register', 'report', 'dispatch', 'accept', 'rectify', 'verify', 'close', 'resume', 'send_back', 'return', 'reopen', 'reject', 'shelve', 'cancel']
const RARE: CaseVerb[] = ['reject', 'shelve', 'cancel']
const OFFERS: Partial<Record<CaseVerb, Allowed['needs']>> = {
  dispatch: ['org'],
  rectify: ['photo', 'reason'],
  verify: ['photo'],
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

/** What the form of a verb shows: what it needs and what it takes if given; nothing means it runs at once. */
export function asks(one: Allowed): Allowed['needs'] {
  return [...new Set([...one.needs, ...(OFFERS[one.verb] ?? [])])]
}

export interface Filled {
  reason: string
  org: string | null
  photos: string[]
}

/** What is still missing before the verb may be sent. */
export function missing(one: Allowed, filled: Filled): Allowed['needs'] {
  const given = { reason: filled.reason.trim() !== '', org: filled.org !== null, photo: filled.photos.length > 0, limit: false }
  return one.needs.filter((need) => !given[need])
}
