//! What the pages of areas and organisations over time ask.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { fetchHistory, fetchOffice, fetchPreview, fetchUnattended } from './calls'

type Value<T> = Readonly<Ref<T>>

export const useHistory = (of: Value<string>) => useQuery({ queryKey: computed(() => ['successions', of.value]), queryFn: () => fetchHistory(of.value) })
export const usePreview = (of: Value<string[]>) =>
  useQuery({ queryKey: computed(() => ['successions', 'preview', ...of.value]), queryFn: () => fetchPreview(of.value), enabled: computed(() => of.value.length > 0) })
export const useUnattended = () => useQuery({ queryKey: ['unattended'], queryFn: fetchUnattended })

/** One that is not among the open ones. */
export const useOffice = (id: Value<string>, wanted: Value<boolean>) =>
  useQuery({ queryKey: computed(() => ['organisations', 'one', id.value]), queryFn: () => fetchOffice(id.value), enabled: wanted })
