//! What a record needs beside itself: the checklist a visit was made with, and its correction.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import { api, once, take } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Correction } from '@/api/types'

/** A version of a checklist never changes. */
export const useChecklist = (id: Readonly<Ref<string>>) =>
  useQuery({ queryKey: computed(() => ['checklist', id.value]), queryFn: () => take(api.GET('/api/checklists/{id}', { params: { path: { id: id.value } } })), staleTime: Infinity })

/** A correction restates figures; a stale one fetches the visit anew. */
export function useCorrectVisit() {
  const client = useQueryClient()
  const key = useAttempt()
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: Correction }) => take(api.POST('/api/visits/{id}/correct', { params: { path: { id } }, body, headers: once(key([id, body])) })),
    onSuccess: async (visit) => {
      client.setQueryData(['visits', 'one', visit.id], visit)
      await client.invalidateQueries({ predicate: ({ queryKey }) => ['visits', 'figures'].includes(String(queryKey[0])) })
    },
    onError: (cause, { id }) => void (asProblem(cause).status === 412 && client.invalidateQueries({ queryKey: ['visits', 'one', id] })),
  })
}
