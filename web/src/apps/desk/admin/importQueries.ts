//! Imports of one's own: one of them while it runs, and the newest, which the bell lists.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { allowedWhats, fetchImport, fetchImports, runs } from './imports'

const TICK = 700
const SLOW_TICK = 2000
export const importKeys = { all: ['imports'], list: ['imports', 'list'], one: (id: string) => ['imports', 'one', id] }

export const useImport = (id: Readonly<Ref<string>>) =>
  useQuery({
    queryKey: computed(() => importKeys.one(id.value)),
    queryFn: () => fetchImport(id.value),
    enabled: computed(() => id.value !== ''),
    refetchInterval: ({ state }) => (state.data && runs(state.data) ? TICK : false),
  })

export const useImports = () =>
  useQuery({ queryKey: importKeys.list, queryFn: fetchImports, enabled: allowedWhats().length > 0, refetchInterval: ({ state }) => (state.data?.some(runs) ? SLOW_TICK : false) })
