//! A draft in the hands of a page: found or begun, kept as it changes, sent.
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Problem } from '@/api/problem'
import type { CaseView } from '@/api/types'
import { isTouched, type Arrived, type Draft, type Work } from './model'
import { drafts, drop, keep, newDraft, readQueue, sendDraft } from './queue'

const PAUSE = 300

export interface Held<A extends Arrived = CaseView> {
  draft: Ref<Draft | null>
  busy: Ref<boolean>
  problem: Ref<Problem | null>
  /** Sends it; the case or visit when it has arrived, else null with `problem` set; both where what follows it is still here. */
  submit: () => Promise<A | null>
  /** Keeps it to be sent after what it waits for. */
  park: () => Promise<void>
  /** Begins another, this one stays. */
  anew: () => void
  /** Throws it away and begins another. */
  again: () => Promise<void>
}

export function useDraft<A extends Arrived = CaseView>(pick: (draft: Draft) => boolean, begin: () => Work): Held<A> {
  const draft = ref<Draft | null>(null) as Ref<Draft | null>
  const busy = ref(false)
  const problem = ref<Problem | null>(null) as Ref<Problem | null>
  let timer: ReturnType<typeof setTimeout> | undefined
  let kept = false

  const open = (): void => {
    const found = drafts.value.find(pick)
    kept = found !== undefined
    draft.value = found ?? newDraft(begin())
  }
  void readQueue().then(open)

  async function flush(): Promise<void> {
    if (timer === undefined || !draft.value) return
    clearTimeout(timer)
    timer = undefined
    if (isTouched(draft.value)) await keep(draft.value)
    else if (kept) await drop(draft.value.id)
    kept = isTouched(draft.value)
  }
  const hidden = (): void => void (document.visibilityState === 'hidden' && flush())

  watch(draft, (now, before) => {
    if (busy.value || before === null || now?.id !== before.id) return
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), PAUSE)
  }, { deep: true })
  document.addEventListener('visibilitychange', hidden)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hidden)
    void flush()
  })

  async function submit(): Promise<A | null> {
    if (!draft.value || busy.value) return null
    clearTimeout(timer)
    timer = undefined
    busy.value = true
    problem.value = null
    try {
      const outcome = await sendDraft(draft.value)
      if ('done' in outcome) {
        problem.value = outcome.left ?? null
        return outcome.done as A
      }
      problem.value = outcome.problem
      return null
    } finally {
      busy.value = false
    }
  }

  async function park(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (draft.value) await keep(Object.assign(draft.value, { state: 'waiting' }))
  }
  function anew(): void {
    clearTimeout(timer)
    timer = undefined
    problem.value = null
    open()
  }
  async function again(): Promise<void> {
    clearTimeout(timer)
    if (draft.value) await drop(draft.value.id)
    anew()
  }
  return { draft, busy, problem, submit, park, anew, again }
}
