//! How a list is laid out: its order, which columns stand, how dense; kept on the device for each person and view.
import { computed, ref, type Ref, type WritableComputedRef } from 'vue'
import { session } from './session'

export interface Layout {
  sort: string
  order: 'asc' | 'desc'
  /** Columns that are put away. */
  hidden: string[]
  compact: boolean
}

/** What was kept, as far as it can be read and its order is one of `sorts`. */
export function readLayout(kept: string | null, first: Layout, sorts: readonly string[]): Layout {
  try {
    const found = { ...first, ...(JSON.parse(kept ?? '{}') as Partial<Layout>) }
    return sorts.includes(found.sort) ? found : { ...found, sort: first.sort, order: first.order }
  } catch {
    return first
  }
}

/** The same order again is turned round. */
export const sorted = (layout: Layout, sort: string): Layout => ({ ...layout, sort, order: layout.sort === sort && layout.order === 'asc' ? 'desc' : 'asc' })

export function useLayout(view: Readonly<Ref<string>>, first: Layout, sorts: readonly string[]): WritableComputedRef<Layout> {
  const written = ref(0)
  const key = computed(() => `wenming.layout.${session.value?.account ?? ''}.${view.value}`)
  return computed({
    get: () => readLayout(written.value >= 0 ? localStorage.getItem(key.value) : null, first, sorts),
    set: (next) => {
      localStorage.setItem(key.value, JSON.stringify(next))
      written.value += 1
    },
  })
}
