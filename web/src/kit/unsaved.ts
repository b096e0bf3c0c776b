//! Nothing typed is lost: whoever leaves what is not sent yet is asked first, by whatever way the page is left.
import { onBeforeUnmount } from 'vue'
import type { RouteLocationNormalized, Router } from 'vue-router'
import { t } from '@/i18n'

type Move = [to: RouteLocationNormalized, from: RouteLocationNormalized]
interface Held {
  holds: () => boolean
  /** Would this move take the form away? */
  lost: (...move: Move) => boolean
}
const held = new Set<Held>()
const otherPath = (...[to, from]: Move): boolean => to.path !== from.path

const asked = (): boolean => globalThis.confirm(t('page.leaveUnsaved'))

/** Told by a form: it holds something unsent while `holds` is true. Gives back the question to ask before it is given up in place. */
export function useUnsaved(holds: () => boolean, lost: Held['lost'] = otherPath): () => boolean {
  const one = { holds, lost }
  held.add(one)
  onBeforeUnmount(() => held.delete(one))
  return () => {
    const may = !holds() || asked()
    // what was given up is not asked about again on the way out
    if (may) held.delete(one)
    return may
  }
}

/** May this move be made? One question for all forms that it would take away. */
const mayMove = (...move: Move): boolean => ![...held].some(({ holds, lost }) => lost(...move) && holds()) || asked()

/** Guards every way out of every page: links, keys, the browser's own buttons, reload and closing. */
export function guardUnsaved(router: Router): void {
  router.beforeEach((to, from) => mayMove(to, from))
  globalThis.addEventListener('beforeunload', (event) => {
    if ([...held].some(({ holds }) => holds())) event.preventDefault()
  })
}
