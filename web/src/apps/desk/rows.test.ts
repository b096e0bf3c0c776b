//! Keys go from row to row, and over the edge of a page to the next one's first and the last one's end.
import { describe, expect, it } from 'vitest'
import { computed, nextTick, ref } from 'vue'
import { useRows } from './rows'

const PAGES = [['a', 'b'], ['c', 'd']].map((ids) => ids.map((id) => ({ id })))
function list(open: string | null) {
  const cursors = ref<string[]>([])
  const opened = ref(open)
  const shown = ref(0)
  const rows = computed(() => PAGES[shown.value] ?? [])
  const old = computed(() => shown.value !== cursors.value.length)
  const next = computed(() => (shown.value === 0 ? 'second' : null))
  const moves = useRows(cursors, { rows, next, old, opened, turn: (id) => (opened.value = id) })
  const arrive = async (): Promise<void> => {
    shown.value = cursors.value.length
    await nextTick()
    await nextTick()
  }
  return { ...moves, cursors, opened, arrive }
}

describe('rows', () => {
  it('stop at the ends of the list', () => {
    const { current, step } = list(null)
    step(-1)
    expect(current.value).toBe(0)
    step(1)
    expect(current.value).toBe(1)
  })

  it('go on to the next page and back to the end of the one before', async () => {
    const { current, step, cursors, arrive } = list(null)
    step(1)
    step(1)
    expect(cursors.value).toEqual(['second'])
    step(1)
    expect(current.value).toBe(1)
    await arrive()
    expect(current.value).toBe(0)
    step(-1)
    expect(cursors.value).toEqual([])
    await arrive()
    expect(current.value).toBe(1)
  })

  it('turn the opened record over the edge too', async () => {
    const { step, opened, arrive, current } = list('b')
    expect(current.value).toBe(1)
    step(1)
    await arrive()
    expect(opened.value).toBe('c')
  })

  it('begin anew with another list', () => {
    const { current, step, restart, cursors } = list(null)
    step(1)
    step(1)
    restart()
    expect([current.value, cursors.value]).toEqual([0, []])
  })
})
