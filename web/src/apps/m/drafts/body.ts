//! The body that each draft is sent as; the same draft always gives the same body.
import type { CaseMove, Correction, NewCase, NewRound, NewVisit } from '@/api/types'
import { photosOf, type CorrectionWork, type Draft, type ReportWork, type RoundWork, type StepWork, type VisitWork } from './model'

export function reportBody(draft: Draft, work: ReportWork): NewCase {
  const { spot } = work
  return {
    title: work.title.trim(),
    category: work.category ?? '',
    condition: work.condition ?? undefined,
    area: work.area ?? '',
    place: work.place.trim(),
    position: spot && { lon: spot.lon, lat: spot.lat, datum: 'wgs84' },
    description: work.description.trim() || undefined,
    photos: [...(work.finding?.photos ?? []), ...draft.shots.map((shot) => shot.id)],
    finding: work.finding && { visit: work.finding.visit, item: work.finding.item },
    round: work.round ?? undefined,
    found_at: draft.made_at,
    source: work.finding || work.round ? 'patrol' : 'report',
  }
}

export const stepBody = (draft: Draft, work: StepWork): CaseMove => ({
  version: work.version,
  reason: work.reason.trim() || undefined,
  limit: work.limit ?? undefined,
  photos: draft.shots.map((shot) => shot.id),
})

export function visitBody(draft: Draft, work: VisitWork): NewVisit {
  const { spot } = work
  return {
    site: work.site.id, form: work.form, answers: work.answers as NewVisit['answers'], photos: photosOf(draft), position: spot && { lon: spot.lon, lat: spot.lat, datum: 'wgs84' },
    far_reason: work.far_reason.trim() || undefined, started_at: draft.made_at,
  }
}

export const correctionBody = (draft: Draft, { answers, note, version }: CorrectionWork): Correction => ({ answers: answers as Correction['answers'], photos: photosOf(draft), note: note.trim(), version })

export const roundBody = (draft: Draft, work: RoundWork): NewRound => ({
  obligation: work.obligation,
  walked_at: work.walked_at,
  position: work.spot && { lon: work.spot.lon, lat: work.spot.lat },
  started_at: work.started_at ?? undefined,
  note: work.note.trim() || undefined,
  score: work.score ?? undefined,
  photos: draft.shots.length ? draft.shots.map((shot) => shot.id) : undefined,
})
