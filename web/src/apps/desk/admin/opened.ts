//! The opened record of a page of the administration, as it stands in the address, and the keys of the list beside it.
import { computed, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useKeys } from '../keys'
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
  const here = (row: HTMLElement): boolean => (isOpen.value ? row.matches('[aria-current]') : row === document.activeElement)
  useDrawer(isOpen)
  watch(isOpen, (now) => (drawer.value = now), { immediate: true })

  async function close(): Promise<void> {
    const row = rows().find(here)
    await router.push({ name, query: route.query })
    row?.focus()
  }
  /** To the row before or after; an opened record gives way to that row's. */
  function step(by: 1 | -1): void {
    const all = rows()
    const next = all[Math.min(all.length - 1, Math.max(0, all.findIndex(here) + by))]
    next?.focus()
    if (isOpen.value) next?.click()
  }
  const [up, down] = [() => step(-1), () => step(1)]
  useKeys({
    j: down, k: up, ArrowDown: down, ArrowUp: up, '[': () => isOpen.value && up(), ']': () => isOpen.value && down(),
    '/': () => page('[role=search] input')[0]?.focus(), n: () => page('.admin-bar > .action-bar button')[0]?.click(), Escape: () => void (isOpen.value && close()),
  })
  return { opened, open: (id) => void router.push({ name, params: { id }, query: route.query }), close }
}
