//! What a report still lacks, and the title it has until somebody writes one.
import type { Category } from '@/api/types'
import type { Draft, ReportWork } from '../drafts/model'

const LONGEST = 80
export type Lack = 'photos' | 'category' | 'area' | 'place' | 'title'

/** Place and kind of problem, as the office writes it, whatever language the screen speaks. */
export const titleOf = (work: ReportWork, category: Category | null): string =>
  category ? `${work.place.trim()}${category.name}`.slice(-LONGEST) : ''

/** What is missing, photos with how many. */
export function lacks(draft: Draft, work: ReportWork, photosWanted: number): { what: Lack; n: number }[] {
  const missing = photosWanted - draft.shots.length
  const empty: [Lack, boolean][] = [
    ['photos', missing > 0],
    ['category', !work.category],
    ['area', !work.area],
    ['place', !work.place.trim()],
    ['title', work.category !== null && !work.title.trim()],
  ]
  return empty.filter(([, holds]) => holds).map(([what]) => ({ what, n: missing }))
}
