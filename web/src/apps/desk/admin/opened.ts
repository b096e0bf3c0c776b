//! The opened record of a page of the administration, as it stands in the address, and the keys of the list beside it.
import { computed, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useKeys } from '../keys'
import { linkKeys } from '../rows'
import { drawer, useDrawer } from '../screen'

const page = (what: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`.admin-page ${what}`)]
/** Every row names its record by one link. */
const rows = (): HTMLElement[] => page('.admin-list :is(tbody tr, .admin-tree-row) a')

/** `close` leaves the record, keeps what filters the list, and returns to its row. */
export function useOpened(name: string): { opened: ComputedRef<string>; open: (id: string) => void; close: () => Promise<void> } {
  const route = useRoute()
  const router = useRouter()
  const opened = computed(() => (typeof route.params.id === 'string' ? route.params.id : ''))
  const isOpen = computed(() => opened.value !== '')
  const { isHere, keys } = linkKeys(rows, () => isOpen.value)
  useDrawer(isOpen)
  watch(isOpen, (now) => (drawer.value = now), { immediate: true })

  async function close(): Promise<void> {
    const row = rows().find(isHere)
    await router.push({ name, query: route.query })
    row?.focus()
  }
  useKeys({
    ...keys,
    '/': () => page('[role=search] input')[0]?.focus(), n: () => page('.admin-bar > .action-bar button')[0]?.click(), Escape: () => void (isOpen.value && close()),
  })
  return { opened, open: (id) => void router.push({ name, params: { id }, query: route.query }), close }
}
