//! What pages ask about figures.
import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import type { Source } from '@/api/types'
import { chooseCounted, fetchFigure, fetchOpenings, fetchPostings, fetchRecordPostings, fetchRound, fetchSlot, fetchSplit, fetchVisit, type FigureAsk, type PostingAsk } from './calls'

type Value<T> = Readonly<Ref<T>>

const figureKeys = {
  one: (metric: string, ask: FigureAsk) => ['figures', metric, ask] as const,
  split: (metric: string, by: string, ask: FigureAsk) => ['figures', metric, ask, 'by', by] as const,
  postings: (metric: string, ask: PostingAsk) => ['figures', metric, ask, 'postings'] as const,
}

export const useFigure = (metric: Value<string>, ask: Value<FigureAsk>) =>
  useQuery({
    queryKey: computed(() => figureKeys.one(metric.value, ask.value)),
    queryFn: () => fetchFigure(metric.value, ask.value),
    enabled: computed(() => metric.value !== ''),
    placeholderData: keepPreviousData,
  })

/** Several figures of one scope at once, each with its own state. */
export const useFigures = (metrics: Value<string[]>, ask: Value<FigureAsk>) =>
  useQueries({
    queries: computed(() => metrics.value.map((metric) => ({ queryKey: figureKeys.one(metric, ask.value), queryFn: () => fetchFigure(metric, ask.value) }))),
  })

export const useOpenings = (metric: Value<string>, ask: Value<FigureAsk>) =>
  useQuery({
    queryKey: computed(() => ['figures', metric.value, ask.value, 'openings']),
    queryFn: () => fetchOpenings(metric.value, ask.value),
    enabled: computed(() => metric.value !== ''),
  })

export function useChooseCounted() {
  const [key, client] = [useAttempt(), useQueryClient()]
  return useMutation({
    mutationFn: ({ id, counts }: { id: string; counts: 'opening' | 'records' }) => chooseCounted(id, counts, key([id, counts])),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['figures'] }),
  })
}

export const useSplit = (metric: Value<string>, by: Value<string>, ask: Value<FigureAsk>) =>
  useQuery({
    queryKey: computed(() => figureKeys.split(metric.value, by.value, ask.value)),
    queryFn: () => fetchSplit(metric.value, by.value, ask.value),
    enabled: computed(() => metric.value !== ''),
    placeholderData: keepPreviousData,
  })

export const usePostings = (metric: Value<string>, ask: Value<PostingAsk>) =>
  useInfiniteQuery({
    queryKey: computed(() => figureKeys.postings(metric.value, ask.value)),
    queryFn: ({ pageParam }) => fetchPostings(metric.value, ask.value, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: computed(() => metric.value !== ''),
  })

/** All postings of one record. */
export const useRecordPostings = (source: Value<Source | null>) =>
  useQuery({
    queryKey: computed(() => ['figures', 'record', source.value?.id]),
    queryFn: () => fetchRecordPostings(source.value ?? { kind: '', id: '' }),
    enabled: computed(() => source.value !== null),
  })

export const useVisit = (id: Value<string>) => useQuery({ queryKey: computed(() => ['visits', 'one', id.value]), queryFn: () => fetchVisit(id.value) })
export const useSlot = (id: Value<string>) => useQuery({ queryKey: computed(() => ['slots', 'one', id.value]), queryFn: () => fetchSlot(id.value) })
export const useRounds = (ids: Value<string[]>) => useQueries({ queries: computed(() => ids.value.map((id) => ({ queryKey: ['rounds', 'one', id], queryFn: () => fetchRound(id) }))) })
