//! The lists everybody reads and few change: areas, organisations, kinds of problem, metrics.
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { api, take } from '@/api/client'
import type { CategoryList } from '@/api/types'
import { language, t } from '@/i18n'
import { inOrder, type PickOption } from '@/kit/pick'
import { limit } from '@/kit/time'

const kept = { staleTime: 10 * 60_000 }

export const useAreas = () => useQuery({ queryKey: ['areas'], queryFn: () => take(api.GET('/api/areas')), ...kept })
export const useOrganisations = () => useQuery({ queryKey: ['organisations'], queryFn: () => take(api.GET('/api/organisations')), ...kept })
export const useCategories = () => useQuery({ queryKey: ['categories'], queryFn: () => take(api.GET('/api/categories')), ...kept })
export const useCategoryLists = () => useQuery({ queryKey: ['category-lists'], queryFn: () => take(api.GET('/api/category-lists')), ...kept })
export const useMetrics = () => useQuery({ queryKey: ['metrics'], queryFn: () => take(api.GET('/api/metrics')), ...kept })

type Options = ComputedRef<PickOption[]>

export function useAreaOptions(): Options {
  const { data } = useAreas()
  return computed(() => inOrder((data.value ?? []).map((area) => ({ ...area, key: area.id }))).map((area) => ({ value: area.id, label: area.name, depth: area.depth })))
}

export function useOrganisationOptions(): Options {
  const { data } = useOrganisations()
  return computed(() =>
    inOrder((data.value ?? []).map((org) => ({ ...org, key: org.id }))).map((org) => ({ value: org.id, label: org.short_name || org.name, depth: org.depth })),
  )
}

/** The tree of kinds; only leaves can be picked when a case is registered, every branch when cases are filtered. */
export function useCategoryOptions(leavesOnly: boolean): Options {
  const { data } = useCategories()
  return computed(() =>
    inOrder((data.value ?? []).map((kind) => ({ ...kind, key: kind.code }))).map((kind) => ({
      value: kind.code,
      label: language() === 'en' ? kind.name_en : kind.name,
      depth: kind.depth,
      fixed: leavesOnly && !kind.leaf,
      hint: kind.leaf && leavesOnly && kind.limit_words ? limit(kind.limit_words) : undefined,
    })),
  )
}

/** The named lists of the papers, item by item; what a paper leaves open finds nothing and cannot be picked. */
function listOptions(lists: CategoryList[]): PickOption[] {
  return lists.flatMap(({ code, name, name_en, items }) => {
    const label = language() === 'en' ? name_en : name
    const item = (one: CategoryList['items'][number], at: number) => ({ value: `${code}.${at + 1}`, label: one.name, whole: `${label} · ${one.name}`, depth: 2, fixed: !one.leaves.length })
    return [{ value: code, label, depth: 1 }, ...items.map(item)]
  })
}

/** By what cases and figures are narrowed: the tree of kinds, then the named lists of the papers. */
export function useKindOptions(): Options {
  const tree = useCategoryOptions(false)
  const { data } = useCategoryLists()
  return computed(() => {
    const lists = listOptions(data.value ?? [])
    return lists.length ? [...tree.value, { value: 'head.lists', label: t('page.lists'), fixed: true }, ...lists] : tree.value
  })
}
