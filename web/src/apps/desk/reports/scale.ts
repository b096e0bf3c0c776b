//! A sheet as wide as its place allows: the width of one printed millimetre follows the box it stands in.
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

const SHEET_MM = 210
/** Paper at its own size on a common screen; wider it would only get larger letters. */
const MOST = 794

export function useMillimetre(box: Readonly<Ref<HTMLElement | null>>): Ref<string> {
  const size = ref(`${MOST / SHEET_MM}px`)
  const watcher = new ResizeObserver(([entry]) => {
    const width = entry?.contentRect.width ?? MOST
    size.value = `${(Math.min(width, MOST) / SHEET_MM).toFixed(4)}px`
  })
  onMounted(() => box.value && watcher.observe(box.value))
  onBeforeUnmount(() => watcher.disconnect())
  return size
}
