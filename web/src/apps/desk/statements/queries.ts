//! What the pages ask about statements, and what becomes old when one changes.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import { api, once, take } from '@/api/client'
import { Problem } from '@/api/problem'
import type { NewStatement, Statement, StatementAsk } from '@/api/types'
import { useMetrics } from '@/app/lists'
import { local } from '@/app/metric'

type Value<T> = Readonly<Ref<T>>

export const useStatements = (ask: Value<StatementAsk>) =>
  useQuery({ queryKey: computed(() => ['statements', 'list', ask.value]), queryFn: () => take(api.GET('/api/statements', { params: { query: ask.value } })), placeholderData: keepPreviousData })

export const useStatement = (id: Value<string>) =>
  useQuery({ queryKey: computed(() => ['statements', 'one', id.value]), queryFn: () => take(api.GET('/api/statements/{id}', { params: { path: { id: id.value } } })) })

/** Metrics that can be stated: rates are computed, never stated. */
export function useStatable() {
  const { data } = useMetrics()
  return computed(() => (data.value ?? []).filter((one) => !one.denominator.length).map((one) => ({ value: one.code, label: local(one).name, hint: local(one).unit })))
}

function useWrite<T>(send: (what: T) => Promise<Statement>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (one) => {
      client.setQueryData(['statements', 'one', one.id], one)
      for (const queryKey of [['statements', 'list'], ['figures']]) void client.invalidateQueries({ queryKey })
    },
    onError: (cause) => void (cause instanceof Problem && cause.status === 412 && client.invalidateQueries({ queryKey: ['statements', 'one'] })),
  })
}

export function useSaveStatement() {
  const key = useAttempt()
  return useWrite(({ old, id, body, reason }: { old: Statement | null; id: string; body: NewStatement; reason: string }) =>
    old
      ? take(api.POST('/api/statements/{id}/correct', { params: { path: { id: old.id } }, body: { ...body, version: old.version, reason }, headers: once(key([old.id, old.version, body, reason])) }))
      : take(api.POST('/api/statements', { body, headers: once(id) })),
  )
}

export function useWithdraw() {
  const key = useAttempt()
  return useWrite(({ one, reason }: { one: Statement; reason: string }) =>
    take(api.POST('/api/statements/{id}/withdraw', { params: { path: { id: one.id } }, body: { version: one.version, reason }, headers: once(key([one.id, one.version, reason])) })))
}

export function usePlace() {
  const key = useAttempt()
  return useWrite(({ one, metric }: { one: Statement; metric: string }) =>
    take(api.POST('/api/statements/{id}/place', { params: { path: { id: one.id } }, body: { version: one.version, metric }, headers: once(key([one.id, one.version, metric])) })))
}
