//! What runs beside the requests and failed, cases that wait for a verifier, and the seeds of ended months.
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, once, take } from '@/api/client'
import { t, te } from '@/i18n'
import { recentMonths } from '@/kit/time'
import { nounWords, verbWords } from '../rights'

const MONTHS = 12
/** What was put in the queue again goes within seconds: the lists follow. */
const LIVE = 10_000

interface Page<T> {
  items: T[]
  next: string | null
}
/** Page by page, all that were read in one list. */
function usePages<T>(queryKey: string[], read: (after?: string) => Promise<Page<T>>) {
  const query = useInfiniteQuery({ queryKey, refetchInterval: LIVE, queryFn: ({ pageParam }) => read(pageParam), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined })
  const asked = computed(() => ({ data: query.data.value?.pages.flatMap((page) => page.items as T[]), error: query.error.value, dataUpdatedAt: query.dataUpdatedAt.value, refetch: query.refetch }))
  return { asked, query }
}

export const useFailedJobs = () => usePages(['jobs', 'failed'], (after) => take(api.GET('/api/jobs', { params: { query: { state: 'failed', after } } })))
export const retryJob = (key: string, id: string) => take(api.POST('/api/jobs/{id}/retry', { params: { path: { id } }, body: {}, headers: once(key) }))

export const useFailures = () => usePages(['failures'], (after) => take(api.GET('/api/events/failures', { params: { query: { after } } })))
export const retryEvent = (key: string, id: string, subscriber: string) =>
  take(api.POST('/api/events/{id}/retry', { params: { path: { id } }, body: { subscriber }, headers: once(key) }))

export const useUnverified = () => useQuery({ queryKey: ['cases', 'without-verifier'], queryFn: () => take(api.GET('/api/cases/without-verifier')) })

export const tellSeed = (key: string, month: string) => take(api.POST('/api/spot-seeds/{month}', { params: { path: { month } }, body: {}, headers: once(key) }))
/** The months that are over, the latest first. */
export const endedMonths = (today: string): string[] => recentMonths(today, MONTHS + 1).slice(1)

const named = (key: string, plain: string): string => (te(key) ? t(key) : plain)
export const jobWords = (kind: string): string => named(`running.job.${kind}`, kind)
export const subscriberWords = (name: string): string => named(`running.subscriber.${name}`, name)

/** What happened, as `case.close`: the kind of record and what was done with it. */
export function eventWords(kind: string): string {
  const [noun = '', verb = ''] = kind.split('.')
  return t('page.pair', { label: nounWords(noun), value: named(`verb.${verb}`, verbWords(kind)) })
}
