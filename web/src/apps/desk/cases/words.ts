//! The filter of the list in words, as it stands above a printed list.
import { computed, type ComputedRef, type Ref } from 'vue'
import { useAreaOptions, useKindOptions, useOrganisationOptions } from '@/app/lists'
import { t } from '@/i18n'
import { wordsOf, type PickOption } from '@/kit/pick'
import { day } from '@/kit/time'
import type { Filter } from './filter'
import { useRoundName, useSiteName } from './queries'

type Value<T> = Readonly<Ref<T>>

/** The chosen values by their names. */
export const named = (values: string[], options: PickOption[]): string => values.map((value) => wordsOf(value, options)).join(t('page.comma'))

/** `label: value` of what is filtered by; an empty value says nothing. */
export const pairs = (parts: [label: string, value: string][]): string[] => parts.filter(([, value]) => value !== '').map(([label, value]) => t('page.pair', { label, value }))

export function useFilterWords(filter: Value<Filter>, now: Value<Date>): ComputedRef<string[]> {
  const [areas, categories, orgs] = [useAreaOptions(), useKindOptions(), useOrganisationOptions()]
  const [sites, rounds] = [useSiteName(computed(() => filter.value.site[0] ?? null)), useRoundName(computed(() => filter.value.round[0] ?? null))]
  return computed(() => {
    const { q, state, fact, category, area, org, site, round, source, from, to } = filter.value
    const dated = (iso: string): string => (iso ? day(iso, now.value) : '')
    return pairs([
      [t('cases.search'), q],
      [t('cases.column.status'), [...state, ...fact].map((one) => t(`tag.${one}`)).join(t('page.comma'))],
      [t('cases.column.category'), named(category, categories.value)],
      [t('cases.column.area'), named(area, areas.value)],
      [t('cases.column.lead'), named(org, orgs.value)],
      [t('cases.fact.site'), named(site, sites.value)],
      [t('cases.fact.round'), named(round, rounds.value)],
      [t('cases.column.source'), source.map((one) => t(`source.${one}`)).join(t('page.comma'))],
      [t('cases.column.days'), from || to ? t('time.between', { from: dated(from), to: dated(to) }) : ''],
    ])
  })
}
