//! A layout is kept for its view, and what is kept wrongly falls back.
import { beforeEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { readLayout, sorted, useLayout, type Layout } from './layout'

const first: Layout = { sort: 'deadline', order: 'asc', hidden: [], compact: false }
const SORTS = ['deadline', 'unit']
beforeEach(() => localStorage.clear())

describe('layout of a list', () => {
  it('falls back where nothing, nonsense or an unknown order is kept', () => {
    expect(readLayout(null, first, SORTS)).toEqual(first)
    expect(readLayout('{', first, SORTS)).toEqual(first)
    expect(readLayout('{"sort":"colour","order":"desc","compact":true}', first, SORTS)).toEqual({ ...first, compact: true })
  })

  it('turns the same order round and begins another upwards', () => {
    expect(sorted(first, 'deadline').order).toBe('desc')
    expect(sorted({ ...first, order: 'desc' }, 'deadline').order).toBe('asc')
    expect(sorted({ ...first, order: 'desc' }, 'unit')).toMatchObject({ sort: 'unit', order: 'asc' })
  })

  it('is kept for each view', () => {
    const view = ref('cases.open')
    const layout = useLayout(view, first, SORTS)
    layout.value = { ...layout.value, compact: true }
    expect(layout.value.compact).toBe(true)
    view.value = 'cases.overdue'
    expect(layout.value.compact).toBe(false)
    view.value = 'cases.open'
    expect(layout.value.compact).toBe(true)
  })
})
