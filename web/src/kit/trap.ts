//! Keeps the focus inside a drawer or dialog while it is open and gives it back to where it came from.
import { onBeforeUnmount, onMounted, type Ref } from 'vue'

const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]'

export function useTrap(box: Readonly<Ref<HTMLElement | null>>, active: () => boolean): void {
  let origin: HTMLElement | null = null

  function turn(event: KeyboardEvent): void {
    if (event.key !== 'Tab' || !active() || !box.value) return
    const stops = [...box.value.querySelectorAll<HTMLElement>(FOCUSABLE)]
    const [first, last] = [stops[0], stops[stops.length - 1]]
    const outside = !box.value.contains(document.activeElement)
    if (event.shiftKey && (outside || document.activeElement === first || document.activeElement === box.value)) go(event, last)
    else if (!event.shiftKey && (outside || document.activeElement === last)) go(event, first)
  }

  function go(event: KeyboardEvent, stop: HTMLElement | undefined): void {
    event.preventDefault()
    stop?.focus()
  }

  onMounted(() => {
    origin = document.activeElement as HTMLElement | null
    document.addEventListener('keydown', turn)
    if (active()) box.value?.focus()
  })
  onBeforeUnmount(() => {
    document.removeEventListener('keydown', turn)
    if (origin?.isConnected) origin.focus()
  })
}
