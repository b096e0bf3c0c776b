//! Where open cases lie, and which of them are within walking distance.
import { useQuery } from '@tanstack/vue-query'
import { api, take } from '@/api/client'
import type { CasePoint } from '@/api/types'
import { metres } from '../kit/where'

/** Metres that one walks to look at a case. */
const WALK = 500

export const useOpenPoints = () =>
  useQuery({ queryKey: ['cases', 'points', 'open'], staleTime: 60_000, queryFn: () => take(api.GET('/api/cases/points', { params: { query: { view: 'open' } } })) })

/** Those within walking distance with their metres, the nearest first. */
export function around(points: CasePoint[], here: { lon: number; lat: number }): (CasePoint & { metres: number })[] {
  const far = points.map((point) => ({ ...point, metres: Math.round(metres(here, point)) }))
  return far.filter((point) => point.metres <= WALK).sort((a, b) => a.metres - b.metres)
}
