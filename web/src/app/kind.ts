//! What a kind of problem brings: its conditions with their limits, and the unit that the rules give it.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, take } from '@/api/client'
import type { Category } from '@/api/types'
import { language } from '@/i18n'
import type { PickOption } from '@/kit/pick'
import { limit } from '@/kit/time'

type Value<T> = Readonly<Ref<T>>

/** Of a kind without conditions, or of none, nothing. */
export const conditionOptions = (kind: Pick<Category, 'conditions'> | null | undefined): PickOption[] =>
  (kind?.conditions ?? []).map((one) => ({ value: one.code, label: language() === 'en' ? one.name_en : one.name, hint: one.limit_words ? limit(one.limit_words) : undefined }))

/** A condition with its limit, for a list that shows one line each. */
export const withLimit = ({ label, hint }: PickOption): string => [label, hint].filter(Boolean).join(' · ')

export const useSuggestion = (category: Value<string | null>, area: Value<string | null>, condition?: Value<string | null>) =>
  useQuery({
    queryKey: computed(() => ['cases', 'suggestion', category.value, area.value, condition?.value ?? null]),
    queryFn: () => take(api.GET('/api/cases/suggest', { params: { query: { category: category.value ?? '', area: area.value ?? '', condition: condition?.value ?? undefined } } })),
    enabled: computed(() => category.value !== null && area.value !== null),
  })
