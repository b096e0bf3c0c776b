//! Open cases that may be the same as one that is about to be reported; without signal there are none to show.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, take } from '@/api/client'
import type { NearAsk } from '@/api/types'
import { can } from './session'

/** None: what is asked does not tell a place yet. */
export const useNear = (ask: Readonly<Ref<NearAsk | null>>) =>
  useQuery({
    queryKey: computed(() => ['cases', 'near', ask.value]),
    queryFn: () => take(api.GET('/api/cases/near', { params: { query: ask.value ?? { category: '' } } })),
    enabled: computed(() => ask.value !== null && can('case.supplement')),
    retry: false,
  })
