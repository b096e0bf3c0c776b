//! The source appendix of a printed page: every figure's question once, numbered in the order of reading.
import { computed, inject, onBeforeUnmount, onMounted, provide, shallowReactive, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { About } from './tip'

interface Mark {
  about: About
  text: string
  /** Address of the source: the same question has the same one. */
  href: string
  place: Readonly<Ref<Element | null>>
}
interface SourceLine extends Omit<Mark, 'place'> {
  number: number
}

interface Sources {
  add: (mark: () => Mark) => () => void
  lines: ComputedRef<SourceLine[]>
  /** By address. */
  numbers: ComputedRef<Map<string, number>>
}
const KEY: InjectionKey<Sources> = Symbol('sources')

const before = (a: Mark, b: Mark): number => {
  if (!a.place.value || !b.place.value) return 0
  return a.place.value.compareDocumentPosition(b.place.value) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
}

/** One line for each address, the first in reading giving its words. */
export function numbered(marks: Mark[]): SourceLine[] {
  const lines = new Map<string, SourceLine>()
  for (const { about, text, href } of [...marks].sort(before)) if (!lines.has(href)) lines.set(href, { about, text, href, number: lines.size + 1 })
  return [...lines.values()]
}

/** Called by a page that prints an appendix below its figures. */
export function openSources(): void {
  const marks = shallowReactive(new Set<() => Mark>())
  const lines = computed(() => numbered([...marks].map((mark) => mark())))
  const add = (mark: () => Mark) => {
    marks.add(mark)
    return () => void marks.delete(mark)
  }
  const numbers = computed(() => new Map(lines.value.map(({ href, number }) => [href, number])))
  provide(KEY, { add, lines, numbers })
}

export const useSourceLines = (): ComputedRef<SourceLine[]> => inject(KEY, null)?.lines ?? computed(() => [])

/** The number of a figure in the page's appendix; none where the page has no appendix. */
export function useSource(mark: () => Mark): ComputedRef<number | null> {
  const sources = inject(KEY, null)
  const own = computed(mark)
  let drop = (): void => undefined
  onMounted(() => (drop = sources?.add(() => own.value) ?? drop))
  onBeforeUnmount(() => drop())
  return computed(() => sources?.numbers.value.get(own.value.href) ?? null)
}
