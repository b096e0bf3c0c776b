//! The filter of the sites in words, as it stands above a printed list.
import { computed, type ComputedRef, type Ref } from 'vue'
import { useAreaOptions, useOrganisationOptions } from '@/app/lists'
import { language, t } from '@/i18n'
import { named, pairs } from '../cases/words'
import type { Filter } from './filter'
import { useSiteTypes } from './queries'

export function useFilterWords(filter: Readonly<Ref<Filter>>): ComputedRef<string[]> {
  const [areas, orgs, types] = [useAreaOptions(), useOrganisationOptions(), useSiteTypes()]
  return computed(() => {
    const { q, type, area, org, closed } = filter.value
    const kinds = (types.data.value ?? []).map((one) => ({ value: one.code, label: language() === 'en' ? one.name_en : one.name }))
    const words = pairs([[t('sites.search'), q], [t('sites.column.type'), named(type, kinds)], [t('sites.column.area'), named(area, areas.value)], [t('sites.column.org'), named(org, orgs.value)]])
    return closed ? [...words, t('sites.withClosed')] : words
  })
}
