//! What the pages ask about standards.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, take } from '@/api/client'

export const useStandards = () => useQuery({ queryKey: ['standards'], queryFn: () => take(api.GET('/api/standards')) })

export const useStandard = (id: Readonly<Ref<string | null>>) =>
  useQuery({
    queryKey: computed(() => ['standards', 'one', id.value]), enabled: computed(() => id.value !== null),
    queryFn: () => take(api.GET('/api/standards/{id}', { params: { path: { id: id.value ?? '' } } })),
  })
