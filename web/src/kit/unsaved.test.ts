//! Every way out of a form that holds something is asked about once; others are free.
import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { guardUnsaved, useUnsaved } from './unsaved'

const page = { template: '<i />' }
const routed = () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: page }] })
  guardUnsaved(router)
  return router
}
const form = (holds: () => boolean, lost?: Parameters<typeof useUnsaved>[1]) => {
  let mayDrop = (): boolean => true
  const wrapper = mount({ setup: () => void (mayDrop = useUnsaved(holds, lost)), template: '<i />' })
  return { wrapper, mayDrop: () => mayDrop() }
}
const answer = (yes: boolean) => {
  const confirm = vi.fn(() => yes)
  vi.stubGlobal('confirm', confirm)
  return confirm
}
enableAutoUnmount(afterEach)
afterEach(() => void vi.unstubAllGlobals())

describe('what is not sent yet', () => {
  it('keeps the page when the person says so, and asks once for several forms', async () => {
    const router = routed()
    await router.push('/cases/1?view=open')
    const [one, two] = [form(() => true), form(() => true)]
    const confirm = answer(false)
    await router.push('/cases/2')
    expect(router.currentRoute.value.path).toBe('/cases/1')
    expect(confirm).toHaveBeenCalledTimes(1)
    confirm.mockReturnValue(true)
    await router.push('/cases/2')
    expect(router.currentRoute.value.path).toBe('/cases/2')
    one.wrapper.unmount()
    two.wrapper.unmount()
  })

  it('is not asked about where nothing differs, nor where the form stays', async () => {
    const router = routed()
    const confirm = answer(false)
    await router.push('/cases/1')
    const clean = form(() => false)
    await router.push('/cases/2')
    clean.wrapper.unmount()
    const dirty = form(() => true)
    await router.push('/cases/2?view=overdue')
    expect(confirm).not.toHaveBeenCalled()
    dirty.wrapper.unmount()
    await router.push('/sites')
    expect(router.currentRoute.value.path).toBe('/sites')
  })

  it('is asked about on any move where the form says so, and when it is given up in place', async () => {
    const router = routed()
    await router.push('/cases')
    const bulk = form(() => true, () => true)
    const confirm = answer(false)
    await router.push('/cases?view=overdue')
    expect(router.currentRoute.value.fullPath).toBe('/cases')
    expect(bulk.mayDrop()).toBe(false)
    expect(confirm).toHaveBeenCalledTimes(2)
    bulk.wrapper.unmount()
  })

  it('holds back reload and closing', () => {
    routed()
    const unload = (): boolean => !globalThis.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    const { wrapper } = form(() => true)
    expect(unload()).toBe(true)
    wrapper.unmount()
    expect(unload()).toBe(false)
  })
})
