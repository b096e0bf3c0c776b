//! As of when a figure can be asked: now, months that were closed, papers that were made, or the areas of a past day.
import { computed, type Ref } from 'vue'
import { t } from '@/i18n'
import { grouped } from '@/kit/format'
import type { PickOption } from '@/kit/pick'
import { period } from '@/kit/time'
import { useMonths } from '../months/queries'
import { useSummaries } from '../reports/queries'
import type { FigureAsk } from './calls'

/** The value that asks for a past tree of areas. */
export const TREE = 'tree'

/** The choices, the name of the chosen seal (empty without one of ours), and the chosen value. */
export function useSeals(ask: Readonly<Ref<FigureAsk>>) {
  const months = useMonths(computed(() => ask.value.area))
  const papers = useSummaries()
  const named = computed<PickOption[]>(() => {
    const closed = (months.data.value?.months ?? []).flatMap(({ closing }) => (closing && closing.as_of > 0 ? [{ value: String(closing.as_of), label: t('figures.asOf.closing', { month: period(closing.month) }) }] : []))
    const made = (papers.data.value ?? []).flatMap((one) => (one.as_of ? [{ value: String(one.as_of), label: one.title.replace('\n', '') }] : []))
    return [...closed, ...made].filter((one, at, all) => all.findIndex(({ value }) => value === one.value) === at)
  })
  const seal = computed(() => String(ask.value.as_of ?? ''))
  const sealName = computed(() => named.value.find(({ value }) => value === seal.value)?.label ?? '')
  const moments = computed<PickOption[]>(() => {
    const bare = seal.value && !sealName.value ? [{ value: seal.value, label: t('figures.asOf.bare', { n: grouped(seal.value) }) }] : []
    return [{ value: '', label: t('figures.asOf.now') }, ...bare, ...named.value, { value: TREE, label: t('figures.asOf.treeOf') }]
  })
  return { moments, sealName, asked: computed(() => (ask.value.tree_day ? TREE : seal.value)) }
}
