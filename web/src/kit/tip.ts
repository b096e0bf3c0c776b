//! What a figure answers, shown beside it while it is pointed at or has the focus; one at a time.
import { readonly, shallowRef } from 'vue'

/** The question that a figure answers, in words. */
export interface About {
  metric: string
  scope: string
  period: string
}

interface Tip {
  about: About
  mark: Element
}

export const TIP_ID = 'figure-tip'
const WAIT_MS = { show: 150, hide: 120 }
const shown = shallowRef<Tip | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined
export const tip = readonly(shown)

function show(mark: Element, about: About): void {
  hide()
  shown.value = { about, mark }
  mark.setAttribute('aria-describedby', TIP_ID)
}
export function hide(): void {
  clearTimeout(timer)
  shown.value?.mark.removeAttribute('aria-describedby')
  shown.value = null
}
/** Long enough for the pointer to move onto the words themselves. */
export function hideSoon(): void {
  clearTimeout(timer)
  timer = setTimeout(hide, WAIT_MS.hide)
}
export const keep = (): void => clearTimeout(timer)

type Listeners = Record<'mouseenter' | 'mouseleave' | 'focus' | 'blur', (event: Event) => void> | Record<string, never>

/** Listeners of a figure's mark, for `v-on`. */
export function tipFor(about: About | null | undefined): Listeners {
  if (!about) return {}
  return {
    mouseenter: ({ currentTarget }) => {
      const mark = currentTarget as Element
      clearTimeout(timer)
      timer = setTimeout(() => show(mark, about), WAIT_MS.show)
    },
    mouseleave: hideSoon,
    focus: ({ currentTarget }) => {
      const mark = currentTarget as Element
      if (mark.matches(':focus-visible')) show(mark, about)
    },
    blur: hide,
  }
}
