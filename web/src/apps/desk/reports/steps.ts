//! Going from figure to figure of a paper: the chosen one, the next and the one before, round the end; the paper follows.
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { Place } from './paper'

interface Steps {
  chosen: Ref<string | null>
  place: ComputedRef<Place | null>
  /** To the next of a list, of all figures without one. */
  step: (by: 1 | -1, list?: Place[]) => void
}

/** Where the next one stands among `count`; from nowhere to the first or the last. */
export const after = (at: number, by: 1 | -1, count: number): number => (at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count)

export function useSteps(found: Readonly<Ref<Place[]>>): Steps {
  const chosen = ref<string | null>(null)
  const place = computed(() => found.value.find((one) => one.id === chosen.value) ?? null)
  function step(by: 1 | -1, list = found.value): void {
    const next = list[after(list.findIndex((one) => one.id === chosen.value), by, list.length)]
    if (!next) return
    chosen.value = next.id
    const mark = document.getElementById(`figure-${next.id}`)
    mark?.focus({ preventScroll: true })
    mark?.scrollIntoView({ block: 'center' })
  }
  return { chosen, place, step }
}
