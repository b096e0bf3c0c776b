//! What the page of rounds asks: the kinds, who owes what, a day's slots, a day's visits, and the month's rate of each unit.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, take } from '@/api/client'
import type { ObligationKind, SlotRow } from '@/api/types'
import { can } from '@/app/session'
import { monday } from './day'

type Value<T> = Readonly<Ref<T>>
const LIMIT = 200
const LIVE = 60_000

/** Every page of a list, the first first. */
async function whole<T>(page: (after?: string) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const items: T[] = []
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const found = await page(after)
    items.push(...found.items)
    after = found.next ?? undefined
  }
  return items
}

const slotsOf = (from: string, to: string, kind?: string): Promise<SlotRow[]> => whole((after) => take(api.GET('/api/slots', { params: { query: { from, to, kind, after, limit: LIMIT } } })))

/** The day's slots, with those of its week for what is owed once a week. */
async function fetchSlots(day: string, kinds: ObligationKind[]): Promise<SlotRow[]> {
  const weekly = kinds.filter((kind) => kind.every === 'week').map(({ code }) => code)
  const [daily, ...weeks] = await Promise.all([slotsOf(day, day), ...weekly.map((code) => slotsOf(monday(day), day, code))])
  return [...daily.filter((slot) => !weekly.includes(slot.kind.code)), ...weeks.flat()]
}

export const useRound = (id: Value<string | null>) =>
  useQuery({ queryKey: computed(() => ['rounds', 'one', id.value]), enabled: computed(() => id.value !== null), queryFn: () => take(api.GET('/api/rounds/{id}', { params: { path: { id: id.value ?? '' } } })) })

/** Kinds, duties and slots of a day together: a table needs all three. */
export const useDay = (day: Value<string>) =>
  useQuery({
    queryKey: computed(() => ['slots', 'day', day.value]), enabled: can('obligation.read'), refetchInterval: LIVE, placeholderData: keepPreviousData,
    queryFn: async () => {
      const kinds = await take(api.GET('/api/obligation-kinds'))
      const duties = whole((after) => take(api.GET('/api/obligations', { params: { query: { ended: true, after, limit: LIMIT } } })))
      const [slots, owed] = await Promise.all([fetchSlots(day.value, kinds), duties])
      return { day: day.value, kinds, duties: owed, slots }
    },
  })

export const useDayVisits = (day: Value<string>) =>
  useQuery({
    queryKey: computed(() => ['visits', 'day', day.value]), enabled: can('inspection.read'), refetchInterval: LIVE, placeholderData: keepPreviousData,
    queryFn: () => whole((after) => take(api.GET('/api/visits', { params: { query: { from: day.value, to: day.value, after, limit: LIMIT } } }))),
  })
