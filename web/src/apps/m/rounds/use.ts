//! A visit in hand: the site of the code, its checklist, the answers as they are kept, what lacks, and how far away one stands.
import { computed, ref, watch, type Ref } from 'vue'
import type { Visit } from '@/api/types'
import type { Value } from '@/kit/form/evaluate'
import type { Filing, Shot, VisitWork } from '../drafts/model'
import { useDraft } from '../drafts/use'
import { metres, useSpot } from '../kit/where'
import { faceOf, progress, sections, walkOf } from './form'
import { useChecklist, useChecklists, useSite } from './queries'

/** Metres from which the visitor says why. */
const FAR_METRES = 100

export function useVisiting(code: Readonly<Ref<string>>) {
  const found = useSite(code)
  const site = computed(() => found.data.value ?? null)
  const lists = useChecklists(computed(() => site.value?.type.code))
  const { spot, standing, ask } = useSpot()
  const wanted = ref<string | null>(null)

  const held = useDraft<Visit>(
    ({ work }) => work.kind === 'visit' && work.site.code.replace(/\W/g, '') === code.value,
    (): VisitWork => ({ kind: 'visit', site: { id: '', code: code.value, name: '' }, form: '', answers: {}, spot: null, far_reason: '' }),
  )
  const work = computed(() => (held.draft.value?.work.kind === 'visit' ? held.draft.value.work : null))
  const frozen = computed(() => held.draft.value?.tried === true && !held.busy.value)

  /** The checklist begun, else the one chosen, else the site's first, else the type's. */
  const list = computed(() => {
    const known = lists.data.value ?? []
    return work.value?.form || wanted.value || (known.find((one) => one.code === site.value?.checklist) ?? known[0])?.id || null
  })
  const checklist = useChecklist(list)
  const form = computed(() => (checklist.data.value ? faceOf(checklist.data.value) : null))

  watch([work, site, spot], () => {
    if (!work.value || !site.value || frozen.value) return
    work.value.site = { id: site.value.id, code: code.value, name: site.value.name }
    if (spot.value) work.value.spot = spot.value
  })
  const walked = computed(() => (form.value && held.draft.value && work.value ? walkOf(form.value, held.draft.value, work.value) : null))
  const shown = computed(() => (form.value && walked.value ? sections(form.value, walked.value) : []))
  const standingOf = computed(() => (form.value && walked.value ? progress(form.value, walked.value) : null))

  function answer(key: string, value: Value | Record<string, number>): void {
    if (!work.value || !list.value) return
    work.value.form = list.value
    work.value.answers = { ...work.value.answers, [key]: value }
    if (work.value.filings && key in work.value.filings) work.value.filings = Object.fromEntries(Object.entries(work.value.filings).filter(([item]) => item !== key))
  }
  /** What a failing item becomes; null: only recorded. */
  function file(key: string, filing: Filing | null): void {
    if (work.value) work.value.filings = { ...work.value.filings, [key]: filing }
  }
  function shoot(key: string, shots: Shot[]): void {
    if (!held.draft.value || !work.value || !list.value) return
    work.value.form = list.value
    held.draft.value.shots = [...held.draft.value.shots.filter((shot) => shot.item !== key), ...shots.map((shot) => ({ ...shot, item: key }))]
  }

  const distance = computed(() => {
    const [here, there] = [work.value?.spot, site.value?.position]
    return here && there ? metres(here, there) : null
  })
  const away = computed(() => (distance.value === null ? null : Math.round(distance.value)))
  const mustSay = computed(() => distance.value !== null && distance.value > FAR_METRES)
  return {
    ...held, found, site, lists, list, checklist, wanted, work, frozen, walked, shown, progress: standingOf, answer, file, shoot,
    spot, standing, ask, away, mustSay,
  }
}
