//! What the phone asks about cases: the three segments, one case, and the month's rate of my unit.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { acting, can } from '@/app/session'
import { fetchCase, fetchCases, fetchCounts, fetchFigure, fetchTotals } from './calls'

type Value<T> = Readonly<Ref<T>>

export type Segment = 'fix' | 'verify' | 'done'
const STATES = { fix: 'dispatched,accepted', verify: 'rectified' }
const MOST = 200
const LIVE = { refetchInterval: 60_000 }

export function useSegment(segment: 'fix' | 'verify', q: Value<string>) {
  const ask = computed(() => ({ view: 'for_me', state: STATES[segment], q: q.value || undefined, limit: MOST }))
  return useQuery({ queryKey: computed(() => ['cases', 'list', ask.value]), queryFn: () => fetchCases(ask.value), placeholderData: keepPreviousData, ...LIVE })
}

export const useDone = (q: Value<string>) =>
  useInfiniteQuery({
    queryKey: computed(() => ['cases', 'done', q.value]),
    queryFn: ({ pageParam }) => fetchCases({ view: 'done', after: pageParam, q: q.value || undefined, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const useDoneCount = (q: Value<string>) =>
  useQuery({ queryKey: computed(() => ['cases', 'done', 'count', q.value]), queryFn: () => fetchTotals({ view: 'done', q: q.value || undefined }), select: ({ count }) => count })

/** Waiting for me, of what the phone can do. */
export const useCaseCounts = () =>
  useQuery({
    queryKey: ['cases', 'counts', 'phone'], enabled: can('case.read'), ...LIVE,
    queryFn: () => fetchCounts({ state: `${STATES.fix},${STATES.verify}` }),
  })

export const useCase = (id: Value<string>) => useQuery({ queryKey: computed(() => ['cases', 'one', id.value]), queryFn: () => fetchCase(id.value) })

/** A figure of the unit I act for. */
export function useUnitFigure(metric: string, period: Value<string>) {
  const ask = computed(() => ({ org: acting.value?.org.id, period: period.value }))
  return useQuery({ queryKey: computed(() => ['figures', metric, ask.value]), queryFn: () => fetchFigure(metric, ask.value), enabled: computed(() => can('figure.read') && period.value !== '') })
}
