//! The opened record of a page of the administration, as it stands in the address.
import { computed, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { drawer, useDrawer } from '../screen'

/** `close` leaves the record and keeps what filters the list. */
export function useOpened(name: string): { opened: ComputedRef<string>; open: (id: string) => void; close: () => void } {
  const route = useRoute()
  const router = useRouter()
  const opened = computed(() => (typeof route.params.id === 'string' ? route.params.id : ''))
  const isOpen = computed(() => opened.value !== '')
  useDrawer(isOpen)
  watch(isOpen, (now) => (drawer.value = now), { immediate: true })
  return {
    opened,
    open: (id) => void router.push({ name, params: { id }, query: route.query }),
    close: () => void router.push({ name, query: route.query }),
  }
}
