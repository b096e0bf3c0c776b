//! What waits on the phone: a visit, a round, a report, a correction or a step of a case with its photos, under the keys it will always be sent with.
import type { CaseVerb, CaseView, Round, Visit } from '@/api/types'
import type { Spot } from '../kit/where'

export interface Shot {
  /** The file's id and the key of its upload. */
  id: string
  blob: Blob
  taken_at: string
  spot: Spot | null
  /** The server has confirmed it. */
  stored: boolean
  /** The question of a checklist that it answers. */
  item?: string
}

export interface ReportWork {
  kind: 'report'
  category: string | null
  /** One of the category's conditions. */
  condition?: string | null
  area: string | null
  place: string
  title: string
  /** The title was written by hand and no longer follows category and place. */
  titled: boolean
  description: string
  spot: Spot | null
  /** Put right on the same visit: the photos after, and the key of the step that follows the report. */
  fix: { id: string; shots: Shot[] } | null
  /** What a visit found: the report takes its photos along. */
  finding?: { visit: string; item: string; photos: string[] } | null
  /** The round in which it was found: it is sent after that has arrived. */
  round?: string | null
}

export interface StepWork {
  kind: 'step'
  case: string
  number: string
  title: string
  verb: CaseVerb | null
  version: number
  reason: string
  /** The extension asked for; a draft without one is for the step of the page. */
  limit: string | null
}

/** What a failing item shall be reported as once its visit has arrived: the new case's id, and what was said of it. */
export interface Filing {
  id: string
  category: string
  title: string
  description: string
}

export interface VisitWork {
  kind: 'visit'
  site: { id: string; code: string; name: string }
  /** The version of the checklist. */
  form: string
  answers: Record<string, unknown>
  spot: Spot | null
  /** Why the visitor stood far from the site. */
  far_reason: string
  /** By failing item; null: only recorded. Drafts of before have none. */
  filings?: Record<string, Filing | null>
}

/** Answers of a visit said anew, with the reason; the page begins with those that stand. */
export interface CorrectionWork {
  kind: 'correction'
  visit: string
  site: string
  version: number
  answers: Record<string, unknown>
  note: string
}

/** A round under way while it is being written; its time out is that of its sending. */
export interface RoundWork {
  kind: 'round'
  obligation: string
  /** Where, and the kind of round by code and in both languages. */
  place: string
  kind_code: string
  name: string
  name_en: string
  /** What is reported in it lies here. */
  area: string
  /** Null: noted when it had been walked. */
  started_at: string | null
  walked_at: string | null
  spot: Spot | null
  note: string
  score: number | null
}

export type Work = ReportWork | StepWork | VisitWork | CorrectionWork | RoundWork
/** What the server answers with. */
export type Arrived = CaseView | Visit | Round

export interface Draft {
  /** The key of the write; for what is new also its id. */
  id: string
  account: string
  /** The post it was written in. */
  post?: string
  made_at: string
  /** `waiting` was to be sent and has no answer, `refused` was answered with a reason. */
  state: 'writing' | 'waiting' | 'refused'
  why: { status: number; code: string; params: Record<string, unknown> } | null
  /** Sent without an answer: its content must stay as it is until the answer is known. */
  tried: boolean
  shots: Shot[]
  work: Work
}

/** Every photo that a draft keeps on the phone. */
export const shotsOf = ({ shots, work }: Draft): Shot[] => [...shots, ...((work.kind === 'report' && work.fix?.shots) || [])]
/** A draft's photos under the questions they answer. */
export function photosOf({ shots }: Pick<Draft, 'shots'>): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const { id, item } of shots) if (item) (found[item] ??= []).push(id)
  return found
}
/** The cases that a visit's draft carries. */
export const filingsOf = ({ work }: Draft): Filing[] => (work.kind === 'visit' ? Object.values(work.filings ?? {}).filter((one) => one !== null) : [])

export const isTouched = (draft: Draft): boolean => shotsOf(draft).length > 0 || isBegun(draft.work)
function isBegun(work: Work): boolean {
  switch (work.kind) {
    case 'visit': return Object.keys(work.answers).length > 0
    case 'report': return Boolean(work.category || work.place || work.titled || work.description)
    case 'step': return work.verb !== null || work.reason.trim() !== ''
    case 'correction': return Object.keys(work.answers).length > 0 || work.note.trim() !== ''
    case 'round': return true
  }
}
