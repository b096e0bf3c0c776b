//! What follows a draft that arrived: each a draft of its own, under the key chosen with it, so that following twice is following once.
import type { CaseView, Finding, Visit } from '@/api/types'
import type { Arrived, Draft, Filing, ReportWork, Shot, Work } from './model'

/** The report of what a visit found. */
export function reportOf(visit: Visit, finding: Finding, filing: Filing): ReportWork {
  const [lon, lat] = visit.position ?? []
  return {
    kind: 'report', category: filing.category, area: visit.area.id, place: visit.site.name, title: filing.title, titled: true, description: filing.description, fix: null,
    spot: lon !== undefined && lat !== undefined ? { lon, lat, accuracy_m: 1 } : null,
    finding: { visit: visit.id, item: finding.item, photos: [...finding.photos] },
  }
}

/** The visit with a finding as the case that it became; the visit itself is told a moment later. */
export const became = (visit: Visit, item: string, { id, number, state, closed_at }: CaseView): Visit => ({
  ...visit, findings: visit.findings.map((one) => (one.item === item ? { ...one, case: id, outcome: { number, state, closed_at } } : one)),
})

/** After a report the fix on the spot, after a visit the cases of what failed. */
export function follow({ account, post, made_at, work }: Draft, done: Arrived): Draft[] {
  const next = (id: string, shots: Shot[], then: Work): Draft => ({ id, account, post, made_at, state: 'waiting', why: null, tried: false, shots, work: then })
  if (work.kind === 'report' && work.fix?.shots.length && 'number' in done)
    return [next(work.fix.id, work.fix.shots, { kind: 'step', case: done.id, number: done.number, title: done.title, verb: 'fix_on_spot', version: done.version, reason: '', limit: null })]
  if (work.kind !== 'visit' || !('answers' in done)) return []
  return done.findings.flatMap((finding) => {
    const filing = work.filings?.[finding.item]
    return filing ? [next(filing.id, [], reportOf(done, finding, filing))] : []
  })
}
