//! What the pages ask about papers, and what becomes old when one is written in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import type { Report, ReportStep, WrittenRun } from '@/api/types'
import { can } from '@/app/session'
import { fetchHistory, fetchSummaries, fetchSummary, makeSummary, refreshSummary, writeBlock } from './calls'

type Value<T> = Readonly<Ref<T>>

const reportKeys = {
  list: ['reports', 'list'] as const,
  one: (id: string) => ['reports', 'one', id] as const,
  history: (id: string) => ['reports', 'history', id] as const,
}

export const useSummaries = () => useQuery({ queryKey: reportKeys.list, queryFn: fetchSummaries, enabled: can('report.read') })

/** Asked again while it is looked at: others write in it too, and hold what they write in. */
export const useSummary = (id: Value<string>) => useQuery({ queryKey: computed(() => reportKeys.one(id.value)), queryFn: () => fetchSummary(id.value), refetchInterval: 20_000 })

export const useHistory = (id: Value<string>, version: Value<number>) =>
  useQuery({ queryKey: computed(() => [...reportKeys.history(id.value), version.value]), queryFn: () => fetchHistory(id.value) })

/** Keeps the paper that a write answers with. */
function useKeep(): (report: Report) => void {
  const client = useQueryClient()
  return (report) => {
    client.setQueryData(reportKeys.one(report.id), report)
    void client.invalidateQueries({ queryKey: reportKeys.list })
  }
}

/** The paper as the server has it now. */
export function useReread(): (id: string) => Promise<Report> {
  const client = useQueryClient()
  return (id) => client.fetchQuery({ queryKey: reportKeys.one(id), queryFn: () => fetchSummary(id), staleTime: 0 })
}

/** The last change of a paragraph: somebody wrote in it, else the figures were refreshed. */
export function useLastStep(): (id: string, block: string) => Promise<ReportStep | null> {
  const client = useQueryClient()
  return async (id, block) => {
    const steps = await client.fetchQuery({ queryKey: [...reportKeys.history(id), 'last'], queryFn: () => fetchHistory(id), staleTime: 0 })
    return steps.filter((one) => one.block === block || one.verb === 'report.refresh').sort((a, b) => b.at.localeCompare(a.at))[0] ?? null
  }
}

export function useMakeSummary() {
  const [key, keep] = [useAttempt(), useKeep()]
  return useMutation({ mutationFn: (period: string) => makeSummary(period, key(period)), onSuccess: keep })
}

interface Edit {
  id: string
  block: string
  runs: WrittenRun[]
  version: number
}

export function useWriteBlock() {
  const [key, keep] = [useAttempt(), useKeep()]
  return useMutation({ mutationFn: ({ id, block, runs, version }: Edit) => writeBlock(id, block, runs, version, key([id, block, runs, version])), onSuccess: keep })
}

export function useRefreshSummary() {
  const [key, keep] = [useAttempt(), useKeep()]
  return useMutation({ mutationFn: ({ id, version }: { id: string; version: number }) => refreshSummary(id, version, key([id, version])), onSuccess: keep })
}
