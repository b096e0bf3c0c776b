//! The report in hand: what follows by itself (area from the position, title from kind and place) and what it lacks.
import { computed, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import { conditionOptions, useSuggestion } from '@/app/kind'
import { useAreaOptions, useAreas, useCategories, useCategoryOptions } from '@/app/lists'
import { newId } from '@/api/id'
import type { NearAsk, NearCase } from '@/api/types'
import { acting, can } from '@/app/session'
import type { ReportWork } from '../drafts/model'
import { useDraft } from '../drafts/use'
import { running } from '../rounds/round'
import { areaAt, useSpot } from '../kit/where'
import { lacks, titleOf } from './form'

export function useReport() {
  const route = useRoute()
  const { data: areas } = useAreas()
  const { data: kinds } = useCategories()
  const { spot, standing, ask } = useSpot()
  const bySpot = ref(false)
  const begin = (): ReportWork => ({ kind: 'report', category: null, area: null, place: '', title: '', titled: false, description: '', spot: null, fix: null })
  const held = useDraft(({ id, work, state }) => work.kind === 'report' && (route.query.draft ? id === route.query.draft : state === 'writing'), begin)
  const work = computed(() => (held.draft.value?.work.kind === 'report' ? held.draft.value.work : null))
  const frozen = computed(() => held.draft.value?.tried === true && !held.busy.value)
  const kind = computed(() => kinds.value?.find((one) => one.code === work.value?.category) ?? null)

  /** The conditions of the kind, if it has any; one of another kind goes with it. */
  const conditions = computed(() => conditionOptions(kind.value))
  watch(() => work.value?.category, () => {
    if (work.value?.condition && kind.value && !frozen.value && !conditions.value.some(({ value }) => value === work.value?.condition)) work.value.condition = null
  })

  /** Without a position: the community of my post, if it is one. */
  const ofPost = computed(() => {
    const own = areas.value?.find((area) => area.id === acting.value?.area.id)
    return own && !areas.value?.some((area) => area.parent === own.id) ? own.id : null
  })
  watch([spot, areas, work], () => {
    if (!work.value || frozen.value) return
    if (spot.value && !work.value.spot) work.value.spot = spot.value
    const found = work.value.spot && areas.value ? areaAt(areas.value, work.value.spot) : null
    bySpot.value = found !== null && (work.value.area === null || work.value.area === found.id)
    work.value.area ??= found?.id ?? ofPost.value
  })
  watch([() => work.value?.place, kind], () => {
    if (work.value && !work.value.titled && !frozen.value) work.value.title = titleOf(work.value.place, kind.value)
  })
  function locate(): void {
    if (work.value) work.value.spot = null
    ask()
  }

  /** Found and put right in one visit: where the kind allows it, and the person registers and may fix. */
  const mayFix = computed(() => kind.value?.spot === true && can('case.fix_on_spot') && can('case.register'))
  const fixed = computed({
    get: () => mayFix.value && Boolean(work.value?.fix),
    set: (on) => work.value && (work.value.fix = on ? { id: newId(), shots: [] } : null),
  })
  const afterWanted = computed(() => (fixed.value ? Math.max(1, kind.value?.photos[1] ?? 1) : 0))

  /** The round that is under way, if the place lies where that is walked: what is found in it is kept on the phone until it is done. A checklist's find goes by itself. */
  const round = computed(() => {
    const path = (id: string | null | undefined) => areas.value?.find((area) => area.id === id)?.path
    const [here, walked] = [path(work.value?.area), path(running.value?.work.area)]
    return !work.value?.finding && here !== undefined && walked !== undefined && here.startsWith(walked) ? running.value : null
  })
  const alone = ref(false)
  const inRound = computed({ get: () => round.value !== null && !alone.value && !frozen.value, set: (on) => (alone.value = !on) })

  const suggestion = useSuggestion(computed(() => work.value?.category ?? null), computed(() => work.value?.area ?? null), computed(() => work.value?.condition ?? null))
  const missing = computed(() => (held.draft.value && work.value ? lacks(held.draft.value, work.value, Math.max(1, kind.value?.photos[0] ?? 1), afterWanted.value) : []))
  /** A kind that allows no fix on the spot is sent without one. */
  async function send() {
    if (work.value && !frozen.value) Object.assign(work.value, { fix: fixed.value ? work.value.fix : null, round: inRound.value ? round.value?.id : null })
    return inRound.value ? held.park() : held.submit()
  }
  /** Somebody has reported it: what is in hand goes to that case, and waits on the phone like every step if it must. */
  async function same(one: NearCase) {
    if (!held.draft.value || !work.value) return null
    const { description, title } = work.value
    held.draft.value.work = { kind: 'step', case: one.id, number: one.number, title: one.title, verb: 'supplement', version: 0, reason: description.trim() || title.trim(), limit: null }
    return held.submit()
  }
  const said = ref('')
  const near = computed((): NearAsk | null => {
    const { category = null, area = null, spot: at = null, finding = null } = work.value ?? {}
    if (!category || finding || frozen.value || round.value) return null
    if (at) return { category, lon: at.lon, lat: at.lat }
    return area && said.value.trim() ? { category, area, place: said.value.trim() } : null
  })
  return {
    ...held, send, same, said, near, round, inRound, mayFix, fixed, afterWanted, work, conditions, frozen, missing, spot, standing, locate, suggestion: suggestion.data,
    areaNote: computed(() => (!work.value?.area ? '' : bySpot.value ? 'report.areaBySpot' : work.value.area === ofPost.value ? 'report.areaByPost' : '')),
    kinds: useCategoryOptions(true), areas: useAreaOptions(),
  }
}
