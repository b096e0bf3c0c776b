//! What waits on the phone: a visit, a report or a step of a case with its photos, under the keys it will always be sent with.
import type { CaseMove, CaseVerb, CaseView, NewCase, NewVisit, Visit } from '@/api/types'
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

export interface VisitWork {
  kind: 'visit'
  site: { id: string; code: string; name: string }
  /** The version of the checklist. */
  form: string
  answers: Record<string, unknown>
  spot: Spot | null
  /** Why the visitor stood far from the site. */
  far_reason: string
}

export type Work = ReportWork | StepWork | VisitWork
/** What the server answers with. */
export type Arrived = CaseView | Visit

export interface Draft {
  /** The key of the write; for a report also the new case's id. */
  id: string
  account: string
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

export const isTouched = (draft: Draft): boolean => shotsOf(draft).length > 0 || isBegun(draft.work)
const isBegun = (work: Work): boolean =>
  work.kind === 'visit' ? Object.keys(work.answers).length > 0 : work.kind === 'report' ? Boolean(work.category || work.place || work.titled || work.description) : work.verb !== null || work.reason.trim() !== ''

/** The body of a report; the same draft always gives the same body. */
export function reportBody(draft: Draft, work: ReportWork): NewCase {
  const { spot } = work
  return {
    title: work.title.trim(),
    category: work.category ?? '',
    area: work.area ?? '',
    place: work.place.trim(),
    position: spot && { lon: spot.lon, lat: spot.lat, datum: 'wgs84' },
    description: work.description.trim() || undefined,
    photos: [...(work.finding?.photos ?? []), ...draft.shots.map((shot) => shot.id)],
    finding: work.finding && { visit: work.finding.visit, item: work.finding.item },
    found_at: draft.made_at,
    source: work.finding ? 'patrol' : 'report',
  }
}

export const stepBody = (draft: Draft, work: StepWork): CaseMove => ({
  version: work.version,
  reason: work.reason.trim() || undefined,
  limit: work.limit ?? undefined,
  photos: draft.shots.map((shot) => shot.id),
})

/** The body of a visit; photos stand under the questions they answer. */
export function visitBody(draft: Draft, work: VisitWork): NewVisit {
  const photos: Record<string, string[]> = {}
  for (const { id, item } of draft.shots) if (item) (photos[item] ??= []).push(id)
  const { spot } = work
  return {
    site: work.site.id, form: work.form, answers: work.answers as NewVisit['answers'], photos, position: spot && { lon: spot.lon, lat: spot.lat, datum: 'wgs84' },
    far_reason: work.far_reason.trim() || undefined, started_at: draft.made_at,
  }
}

/** What follows a report that arrived: the fix on the spot, under the key chosen with it. */
export function follow({ account, made_at, work }: Draft, view: Arrived): Draft | null {
  if (work.kind !== 'report' || !work.fix?.shots.length || !('number' in view)) return null
  const step: StepWork = { kind: 'step', case: view.id, number: view.number, title: view.title, verb: 'fix_on_spot', version: view.version, reason: '', limit: null }
  return { id: work.fix.id, account, made_at, state: 'waiting', why: null, tried: false, shots: work.fix.shots, work: step }
}
