//! What the pages ask about cases, and what becomes old when one moves.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import { asProblem } from '@/api/problem'
import type { CaseAsk, CaseMove, CaseSplit, CaseVerb, CaseView, NewCase } from '@/api/types'
import { roundWords } from '@/app/round'
import { canAny } from '@/app/session'
import { fetchCase, fetchCaseReferral, fetchCases, fetchChanges, fetchCounts, fetchGroups, fetchPoints, fetchRound, fetchSite, fetchTotals, moveCase, registerCase, splitCase } from './calls'

type Value<T> = Readonly<Ref<T>>
export type By = Parameters<typeof fetchGroups>[0]
const LIVE = { refetchInterval: 60_000 }

const caseKeys = {
  all: ['cases'] as const,
  list: (ask: CaseAsk) => ['cases', 'list', ask] as const,
  totals: (ask: CaseAsk) => ['cases', 'totals', ask] as const,
  counts: ['cases', 'counts'] as const,
  groups: (by: By) => ['cases', 'groups', by] as const,
  points: ['cases', 'points'] as const,
  one: (id: string | null) => ['cases', 'one', id] as const,
  changes: (id: string) => ['cases', 'changes', id] as const,
}

export const useCases = (ask: Value<CaseAsk>) =>
  useQuery({ queryKey: computed(() => caseKeys.list(ask.value)), queryFn: () => fetchCases(ask.value), placeholderData: keepPreviousData, ...LIVE })

/** Sums of the whole list; apart from its pages, which come sooner. */
export const useCaseTotals = (ask: Value<CaseAsk>) =>
  useQuery({ queryKey: computed(() => caseKeys.totals(ask.value)), queryFn: () => fetchTotals(ask.value), ...LIVE })

export const useCaseCounts = () => useQuery({ queryKey: caseKeys.counts, queryFn: fetchCounts, enabled: canAny('case.'), ...LIVE })

/** Open cases by unit, place or line, the most overdue first. */
export const useGroups = (by: Value<By>) =>
  useQuery({ queryKey: computed(() => caseKeys.groups(by.value)), queryFn: () => fetchGroups(by.value), placeholderData: keepPreviousData, ...LIVE })

/** Where open cases lie, asked for only where they are drawn. */
export const usePoints = (on: Value<boolean>) => useQuery({ queryKey: caseKeys.points, queryFn: fetchPoints, enabled: on, ...LIVE })

export const useCase = (id: Value<string | null>) =>
  useQuery({ queryKey: computed(() => caseKeys.one(id.value)), queryFn: () => fetchCase(id.value ?? ''), enabled: computed(() => id.value !== null) })

/** The superior's list that a case came from. */
export const useCaseReferral = (id: Value<string | null>) =>
  useQuery({ queryKey: computed(() => ['referrals', 'of', id.value]), queryFn: () => fetchCaseReferral(id.value ?? ''), enabled: computed(() => id.value !== null), staleTime: Infinity })

/** Every change of a case, page by page. */
export const useChanges = (id: Value<string>) =>
  useInfiniteQuery({
    queryKey: computed(() => caseKeys.changes(id.value)), initialPageParam: null as string | null,
    queryFn: ({ pageParam }: { pageParam: string | null }) => fetchChanges(id.value, pageParam),
    getNextPageParam: (last) => last.next,
  })

/** The site that a list is narrowed to, as the one choice it has. */
export function useSiteName(id: Value<string | null>) {
  const { data } = useQuery({ queryKey: computed(() => ['sites', 'one', id.value]), queryFn: () => fetchSite(id.value ?? ''), enabled: computed(() => id.value !== null) })
  return computed(() => (data.value && data.value.id === id.value ? [{ value: data.value.id, label: data.value.name }] : []))
}

/** The same for a round: its kind and place. */
export function useRoundName(id: Value<string | null>) {
  const { data } = useQuery({ queryKey: computed(() => ['rounds', 'one', id.value]), queryFn: () => fetchRound(id.value ?? ''), enabled: computed(() => id.value !== null) })
  return computed(() => (data.value && data.value.id === id.value ? [{ value: data.value.id, label: roundWords(data.value) }] : []))
}

/** Open cases of the same line about the same place, to choose from which of them one is the same as. */
export function useTargets(view: Value<CaseView>) {
  const on = computed(() => view.value.allowed.some((one) => one.verb === 'merge'))
  const ask = computed((): CaseAsk => ({ view: 'open', area: view.value.area.id, category: view.value.category.code.split('.')[0], limit: 200 }))
  const { data } = useQuery({ queryKey: computed(() => caseKeys.list(ask.value)), queryFn: () => fetchCases(ask.value), enabled: on })
  return computed(() => (data.value?.items ?? []).filter((row) => row.id !== view.value.id).map((row) => ({ value: row.id, label: `${row.number} ${row.title}`, hint: row.place })))
}

interface Move {
  id: string
  verb: CaseVerb
  body: CaseMove | CaseSplit
}

/** Runs a verb; a stale or refused one fetches the case anew, so that the page shows what has happened meanwhile. */
export function useMoveCase() {
  const client = useQueryClient()
  const key = useAttempt()
  return useMutation({
    mutationFn: ({ id, verb, body }: Move) => ('parts' in body ? splitCase(id, body, key([id, verb, body])) : moveCase(id, verb, body, key([id, verb, body]))),
    onSuccess: (view) => {
      client.setQueryData(caseKeys.one(view.id), view)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'cases' || queryKey[1] !== 'one' })
    },
    onError: (cause, { id }) => {
      if ([409, 412].includes(asProblem(cause).status)) void client.invalidateQueries({ queryKey: caseKeys.one(id) })
    },
  })
}

export function useRegisterCase() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: NewCase }) => registerCase(id, body),
    onSuccess: (view) => {
      client.setQueryData(caseKeys.one(view.id), view)
      void client.invalidateQueries({ queryKey: caseKeys.all })
    },
  })
}
