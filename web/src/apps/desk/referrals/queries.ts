//! What the pages ask about superiors' lists, and what becomes old when one moves.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import type { Referral, ReferralMend, ReferralPaper, ReferralRole } from '@/api/types'
import { answerList, cancelList, dispatchList, fetchItems, fetchReferral, fetchReferrals, fetchSenders, matchColumns, mendItem, receiveList } from './calls'

type Value<T> = Readonly<Ref<T>>
const KEYS = { all: ['referrals'] as const, one: (id: string) => ['referrals', 'one', id] as const, items: (id: string) => ['referrals', 'items', id] as const }
/** A list waits on the first page, too. */
export const WAITING = ['waiting'] as const
/** While a job is at it. */
const BUSY = 1000
const USUAL = 60_000

export const runs = (one: { state: string } | undefined): boolean => one?.state === 'reading' || one?.state === 'dispatching'

export const useReferrals = (after: Value<string | undefined>) =>
  useQuery({
    queryKey: computed(() => [...KEYS.all, 'list', after.value]), queryFn: () => fetchReferrals(after.value),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => runs(one)) ? BUSY * 2 : USUAL),
  })

export const useReferral = (id: Value<string>) =>
  useQuery({ queryKey: computed(() => KEYS.one(id.value)), queryFn: () => fetchReferral(id.value), refetchInterval: ({ state }) => (runs(state.data) ? BUSY : USUAL) })

/** The rows of a list, asked for once its file is read, and anew when the list has moved. */
export const useItems = (id: Value<string>, referral: Value<Referral | undefined>) =>
  useQuery({
    queryKey: computed(() => [...KEYS.items(id.value), referral.value?.state]), queryFn: () => fetchItems(id.value), placeholderData: (before) => before,
    enabled: computed(() => referral.value !== undefined && !['reading', 'failed'].includes(referral.value.state)),
    refetchInterval: () => (runs(referral.value) ? BUSY * 2 : USUAL),
  })

export const useSenders = () => useQuery({ queryKey: [...KEYS.all, 'senders'], queryFn: fetchSenders })

export function useReceive() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, paper, files }: { id: string; paper: ReferralPaper; files: File[] }) => receiveList(id, paper, files),
    onSuccess: (one) => {
      client.setQueryData(KEYS.one(one.id), one)
      void client.invalidateQueries({ queryKey: [...KEYS.all, 'list'] })
    },
  })
}

export type Act = { verb: 'match'; roles: ReferralRole[] } | { verb: 'dispatch' | 'answer' } | { verb: 'cancel'; reason: string }

/** A verb of a list; refused or not, the page then shows what holds. */
export function useAct(referral: Value<Referral>) {
  const client = useQueryClient()
  const key = useAttempt()
  return useMutation({
    mutationFn: (act: Act): Promise<unknown> => {
      const { id, version } = referral.value
      const once = key([act, version])
      if (act.verb === 'match') return matchColumns(id, version, act.roles, once)
      if (act.verb === 'cancel') return cancelList(id, version, act.reason, once)
      return act.verb === 'dispatch' ? dispatchList(id, version, once) : answerList(id, version, once)
    },
    onSettled: () => Promise.all([KEYS.all, WAITING].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export function useMend() {
  const client = useQueryClient()
  const key = useAttempt()
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: ReferralMend }) => mendItem(id, body, key([id, body])),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS.all }),
  })
}
