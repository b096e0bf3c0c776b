//! What a report still lacks, and the title it has until somebody writes one.
import type { Category } from '@/api/types'
import type { Draft, ReportWork } from '../drafts/model'

const LONGEST = 80
export type Lack = 'photos' | 'after' | 'category' | 'area' | 'place' | 'title'

/** Place and kind of problem, as the office writes it, whatever language the screen speaks. */
export const titleOf = (place: string, category: Category | null): string => (category ? `${place.trim()}${category.name}`.slice(-LONGEST) : '')

/** What is missing, photos with how many; `afterWanted` is none where it is not put right on the spot. */
export function lacks(draft: Draft, work: ReportWork, photosWanted: number, afterWanted = 0): { what: Lack; n: number }[] {
  const missing = photosWanted - draft.shots.length - (work.finding?.photos.length ?? 0)
  const after = afterWanted - (work.fix?.shots.length ?? 0)
  const empty: [Lack, boolean][] = [
    ['photos', missing > 0],
    ['after', after > 0],
    ['category', !work.category],
    ['area', !work.area],
    ['place', !work.place.trim()],
    ['title', work.category !== null && !work.title.trim()],
  ]
  return empty.filter(([, holds]) => holds).map(([what]) => ({ what, n: what === 'after' ? after : missing }))
}
