//! Whether a drawer is open and whether there is room for it beside the list.
import { onBeforeUnmount, ref, type Ref } from 'vue'

const query = globalThis.matchMedia('(min-width: 1440px)')
export const wide = ref(query.matches)
query.addEventListener('change', () => (wide.value = query.matches))

/** Set by the page whose drawer is open; the nav then shows icons only on narrow screens. */
export const drawer = ref(false)

export function useDrawer(open: Readonly<Ref<boolean>>): void {
  drawer.value = open.value
  onBeforeUnmount(() => (drawer.value = false))
}
