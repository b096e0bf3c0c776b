//! What pages ask about closed months, and what becomes old when one is closed or opened again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import { can } from '@/app/session'
import { closeMonth, fetchChanges, fetchMonths, fetchPaperChanges, reopenMonth } from './calls'

type Value<T> = Readonly<Ref<T>>

export const useMonths = (area: Value<string | undefined>) =>
  useQuery({ queryKey: computed(() => ['months', 'list', area.value]), queryFn: () => fetchMonths(area.value), enabled: can('figure.read') })

export const useChanges = (id: Value<string>) =>
  useQuery({ queryKey: computed(() => ['months', 'one', id.value]), queryFn: () => fetchChanges(id.value), enabled: computed(() => id.value !== '') })

/** What of a paper is no longer as it says; asked anew when its figures are. */
export const usePaperChanges = (id: Value<string>, version: Value<number>) =>
  useQuery({ queryKey: computed(() => ['months', 'paper', id.value, version.value]), queryFn: () => fetchPaperChanges(id.value) })

function useForget(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: ['months'] })
}

export function useCloseMonth() {
  const [key, onSuccess] = [useAttempt(), useForget()]
  return useMutation({ mutationFn: ({ area, month }: { area: string; month: string }) => closeMonth(area, month, key([area, month])), onSuccess })
}

export function useReopenMonth() {
  const [key, onSuccess] = [useAttempt(), useForget()]
  return useMutation({ mutationFn: ({ id, reason }: { id: string; reason: string }) => reopenMonth(id, reason, key([id, reason])), onSuccess })
}
