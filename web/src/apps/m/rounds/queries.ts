//! What the round asks: sites near or by name, one site by its code, its checklist, and visits.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, take } from '@/api/client'
import type { Visit } from '@/api/types'
import { can, session } from '@/app/session'

type Value<T> = Readonly<Ref<T>>
const KEPT = { staleTime: 10 * 60_000 }
const NEAR_METRES = 3000
const FARTHEST = 20_000
const ROWS = 50
const MOST = 200

/** Where to look: words find anywhere; without them what lies around a place or in an area, else those first by name. */
export interface Around {
  near?: { lon: number; lat: number } | null
  within?: number
  area?: string
  q?: string
}
export function useRoundSites(around: Value<Around>) {
  const ask = computed(() => {
    const { near, within, area, q } = around.value
    const place = near && !q ? { near: `${near.lon.toFixed(5)},${near.lat.toFixed(5)}`, within: within ?? (area ? FARTHEST : NEAR_METRES) } : {}
    return { q: q || undefined, area: q ? undefined : area, limit: area ? MOST : ROWS, ...place }
  })
  return useQuery({ queryKey: computed(() => ['sites', 'round', ask.value]), queryFn: () => take(api.GET('/api/sites', { params: { query: ask.value } })), placeholderData: keepPreviousData })
}

export const useSiteTypes = () => useQuery({ queryKey: ['site-types'], queryFn: () => take(api.GET('/api/site-types')), ...KEPT })

/** The kinds of rounds with what each asks for. */
export const useKinds = () => useQuery({ queryKey: ['rounds', 'kinds'], enabled: can('round.walk'), queryFn: () => take(api.GET('/api/obligation-kinds')), ...KEPT })

export const useSite = (code: Value<string>) =>
  useQuery({ queryKey: computed(() => ['sites', 'code', code.value]), queryFn: () => take(api.GET('/api/sites/by-code/{code}', { params: { path: { code: code.value } } })), ...KEPT })

export const useChecklists = (type: Value<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['checklists', type.value]), enabled: computed(() => type.value !== undefined), ...KEPT,
    queryFn: () => take(api.GET('/api/checklists', { params: { query: { site_type: type.value } } })),
  })

export const useChecklist = (id: Value<string | null>) =>
  useQuery({
    queryKey: computed(() => ['checklist', id.value]), enabled: computed(() => id.value !== null), staleTime: Infinity,
    queryFn: () => take(api.GET('/api/checklists/{id}', { params: { path: { id: id.value ?? '' } } })),
  })

/** A case that was just reported is told of a moment later: asked again until every case has its outcome. */
const TOLD_MS = 3000
export const untold = (visit: Visit | undefined): boolean => (visit?.findings ?? []).some((one) => one.case !== null && one.outcome === null)

export const useVisit = (id: Value<string>) =>
  useQuery({
    queryKey: computed(() => ['visits', 'one', id.value]), queryFn: () => take(api.GET('/api/visits/{id}', { params: { path: { id: id.value } } })),
    refetchInterval: ({ state }) => (untold(state.data) ? TOLD_MS : false),
  })

/** Today's visits that I may read, the newest first. */
export function useToday() {
  const day = computed(() => session.value?.today)
  return useQuery({ queryKey: computed(() => ['visits', 'day', day.value]), queryFn: () => take(api.GET('/api/visits', { params: { query: { from: day.value, to: day.value, limit: 200 } } })) })
}
