//! The round in hand: what I owe today, which of it I walk now, since when, and the sites on its way.
import { useQuery } from '@tanstack/vue-query'
import { computed, ref, type Ref } from 'vue'
import { api, take } from '@/api/client'
import type { OwedItem } from '@/api/types'
import { can, serverNow } from '@/app/session'
import type { Draft, RoundWork } from '../drafts/model'
import { drafts, keep, newDraft } from '../drafts/queue'
import type { Spot } from '../kit/where'
import { useKinds, useRoundSites, useToday, type Around } from './queries'
import { nearestOpen, owedFirst, seenSince, slotNow, walkOrder } from './rows'

/** Metres around a road or place that is walked by itself. */
const ALONG = 300

type Running = Draft & { work: RoundWork }
/** The round that was begun and is not over; one that the server refused is still in hand. */
export const running = computed(() => drafts.value.find((draft): draft is Running => draft.work.kind === 'round' && draft.state !== 'waiting') ?? null)

export function useRound(spot: Readonly<Ref<Spot | null>>) {
  const owed = useQuery({ queryKey: ['rounds', 'owed'], enabled: can('round.walk'), refetchInterval: 60_000, queryFn: () => take(api.GET('/api/obligations/owed')) })
  // read with what is owed, so that a round's end knows what it asks for where there is no signal
  useKinds()
  const items = computed(() => owedFirst(owed.data.value?.items ?? [], spot.value))
  const chosen = ref<string | null>(null)
  const current = computed<OwedItem | null>(() => {
    const wanted = running.value?.work.obligation ?? chosen.value
    return items.value.find((item) => item.obligation === wanted) ?? (running.value ? null : (items.value[0] ?? null))
  })
  const slot = computed(() => (current.value ? slotNow(current.value.slots) : null))

  const around = computed<Around>(() => {
    const of = current.value
    if (of?.site) return of.position ? { near: of.position, within: ALONG } : { near: spot.value }
    return of ? { area: of.area.id, near: spot.value } : { near: spot.value }
  })
  const sites = useRoundSites(around)
  const today = useToday()
  /** Each slot looks at its sites anew; outside one what was begun counts, else the day. */
  const since = computed(() => (slot.value?.state === 'open' && !spans(slot.value) ? slot.value.opens_at : (running.value?.work.started_at ?? null)))
  const seen = computed(() => seenSince(today.data.value?.items ?? [], since.value))
  const rows = computed(() => (sites.data.value ? walkOrder(sites.data.value.items, seen.value, spot.value) : undefined))
  const next = computed(() => nearestOpen(rows.value ?? [], seen.value))

  /** Begins the round that is shown, if it can be walked now and none is under way. */
  async function begin(): Promise<void> {
    const of = current.value
    if (!of || running.value) return
    const { obligation, kind, site, area } = of
    await keep(newDraft({
      kind: 'round', obligation, place: site?.name ?? area.name, kind_code: kind.code, name: kind.name, name_en: kind.name_en, area: area.id,
      started_at: serverNow().toISOString(), walked_at: null, spot: null, note: '', score: null,
    }))
  }
  return { owed, items, current, chosen, slot, sites, rows, seen, next, begin, counted: computed(() => Boolean(current.value && !current.value.site)) }
}

const LONG_MS = 86_400_000
const spans = ({ opens_at, closes_at }: { opens_at: string; closes_at: string }): boolean => Date.parse(closes_at) - Date.parse(opens_at) > LONG_MS
