//! What a figure for the paper is chosen from: metrics, areas, units, the dimensions that the metric knows, periods.
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Live, Report } from '@/api/types'
import { useAreaOptions, useCategoryOptions, useMetrics, useOrganisationOptions } from '@/app/lists'
import { local } from '@/app/metric'
import type { PickOption } from '@/kit/pick'
import { SOURCES } from '@/kit/tag'
import { recentMonths } from '@/kit/time'
import { periodWords } from './scope'

type Name = 'metric' | 'area' | 'org' | 'category' | 'source' | 'period'
export type Choice = Record<Name, string | null>

/** The paper's own place and month, or those of the figure that another one is to stand for. */
export function begun(report: Pick<Report, 'area' | 'period'>, start?: Live): Choice {
  return { metric: start?.metric ?? null, area: start?.area ?? report.area.id, org: start?.org ?? null, category: start?.dims?.category ?? null, source: start?.dims?.source ?? null, period: start?.period ?? report.period }
}

/** Months back from the paper's, its year, and what is chosen already. */
export function periodsFor(period: string, chosen: string | null): string[] {
  const months = /^\d{4}-\d{2}$/.test(period) ? recentMonths(`${period}-01`, 13) : []
  return [...new Set([period, ...months, period.slice(0, 4), ...(chosen ? [chosen] : [])])]
}

interface Field {
  name: Name
  /** Key of its words. */
  label: string
  options: PickOption[]
  /** Words of choosing none, where that means all. */
  empty?: string
}

export function useChoices(report: () => Report, chosen: Choice): { fields: ComputedRef<Field[]> } {
  const { t } = useI18n()
  const metrics = useMetrics()
  const [areas, orgs, categories] = [useAreaOptions(), useOrganisationOptions(), useCategoryOptions(false)]
  /** Several units together have no place in the tree. */
  const several = computed(() => (chosen.org?.includes(',') ? [{ value: chosen.org, label: t('reports.severalUnits', { n: chosen.org.split(',').length }) }] : []))
  const known = computed(() => metrics.data.value?.find(({ code }) => code === chosen.metric)?.dims ?? [])
  const all = computed<Field[]>(() => [
    { name: 'metric', label: 'figures.metric', options: (metrics.data.value ?? []).map((one) => ({ value: one.code, label: local(one).name, hint: local(one).unit })) },
    { name: 'area', label: 'figures.area', options: areas.value },
    { name: 'org', label: 'figures.org', options: [...several.value, ...orgs.value], empty: t('reports.allUnits') },
    { name: 'category', label: 'figures.dim.category', options: categories.value, empty: t('page.all') },
    { name: 'source', label: 'figures.dim.source', options: SOURCES.map((value) => ({ value, label: t(`source.${value}`) })), empty: t('page.all') },
    { name: 'period', label: 'figures.period', options: periodsFor(report().period, chosen.period).map((value) => ({ value, label: periodWords(value) })) },
  ])
  const fields = computed(() => all.value.filter(({ name }) => !['category', 'source'].includes(name) || known.value.includes(name)))
  return { fields }
}
