//! Moving through a list by keys: its rows, the neighbours of the opened record, and over the edge of a page.
import { nextTick, ref, watch, type Ref } from 'vue'

type Value<T> = Readonly<Ref<T>>
interface Listed {
  rows: Value<{ id: string }[]>
  /** Cursor of the page that follows. */
  next: Value<string | null>
  /** Another page is on its way, and these rows are still the last one's. */
  old: Value<boolean>
  opened: Value<string | null>
  /** Opens that record in place of the one that is open. */
  turn: (id: string) => void
}

export async function focusRow(): Promise<void> {
  await nextTick()
  document.querySelector<HTMLElement>('[data-row-current] a')?.focus()
}

/** `cursors` is to be given by whoever asks for the page: the last of them is where it begins. */
export function useRows(cursors: Ref<string[]>, { rows, next, old, opened, turn }: Listed) {
  const current = ref(0)
  let edge: 'first' | 'last' | null = null

  function reach(at: number): void {
    const row = rows.value[at]
    if (!row) return
    if (opened.value) return turn(row.id)
    current.value = at
    void focusRow()
  }
  function step(by: 1 | -1): void {
    if (edge || old.value) return
    const at = current.value + by
    if (at >= rows.value.length && next.value) {
      edge = 'first'
      cursors.value = [...cursors.value, next.value]
    } else if (at < 0 && cursors.value.length) {
      edge = 'last'
      cursors.value = cursors.value.slice(0, -1)
    } else reach(Math.min(rows.value.length - 1, Math.max(0, at)))
  }
  watch([rows, old], () => {
    if (!edge || old.value) return
    const at = edge === 'first' ? 0 : rows.value.length - 1
    edge = null
    reach(at)
  })
  watch([opened, rows], () => {
    const at = rows.value.findIndex((row) => row.id === opened.value)
    if (at >= 0) current.value = at
  }, { immediate: true })
  return {
    current,
    step,
    /** The list is another: from its beginning. */
    restart: (): void => {
      cursors.value = []
      current.value = 0
    },
  }
}

/** Keys for rows that each name their record by one link; an opened record gives way to that of the row beside it. */
export function linkKeys(links: () => HTMLElement[], isOpen: () => boolean = () => false) {
  const isHere = (link: HTMLElement): boolean => (isOpen() ? link.matches('[aria-current]') : link === document.activeElement)
  function step(by: 1 | -1): void {
    const all = links()
    const next = all[Math.min(all.length - 1, Math.max(0, all.findIndex(isHere) + by))]
    next?.focus()
    if (isOpen()) next?.click()
  }
  const [up, down] = [() => step(-1), () => step(1)]
  return { isHere, keys: { j: down, k: up, ArrowDown: down, ArrowUp: up, '[': () => isOpen() && up(), ']': () => isOpen() && down() } }
}
