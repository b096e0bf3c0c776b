//! Doing a step of a case on the phone: its draft, sending it, and what comes after.
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useQueryClient } from '@tanstack/vue-query'
import type { CaseVerb, CaseView } from '@/api/types'
import { problemWords } from '@/api/words'
import { tell } from '@/kit/notice'
import { useDraft, type Held } from '../drafts/use'
import type { StepWork } from '../drafts/model'

export interface Step extends Held {
  work: ComputedRef<StepWork | null>
  /** Already sent without an answer: only the same again can follow. */
  frozen: ComputedRef<boolean>
  /** Why the last sending did not succeed, in words. */
  trouble: ComputedRef<string>
  run: (verb: CaseVerb) => Promise<void>
}

/** The step of the page; `extending` asks for more time beside it, with a draft of its own that leaves the other alone. */
export function useStep(view: () => CaseView, extending = false): Step {
  const { t } = useI18n()
  const router = useRouter()
  const client = useQueryClient()
  const held = useDraft(
    ({ work }) => work.kind === 'step' && work.case === view().id && Boolean(work.limit) === extending,
    () => ({ kind: 'step', case: view().id, number: view().number, title: view().title, verb: null, version: view().version, reason: '', limit: extending ? '1 work_day' : null }),
  )
  const work = computed(() => (held.draft.value?.work.kind === 'step' ? held.draft.value.work : null))
  const frozen = computed(() => held.draft.value?.tried === true && !held.busy.value)

  const trouble = computed(() => {
    const problem = held.problem.value
    if (!problem) return ''
    if (problem.code === 'case.stale') return t('show.stale')
    return held.draft.value?.state === 'waiting' ? t('show.notSent') : problemWords(problem)
  })

  async function run(wanted: CaseVerb): Promise<void> {
    if (!work.value) return
    // what was sent without an answer goes first, whatever the page now asks for
    const verb = frozen.value ? (work.value.verb ?? wanted) : wanted
    if (!frozen.value) Object.assign(work.value, { verb, version: view().version })
    const done = await held.submit()
    if (!done) {
      if ([409, 412].includes(held.problem.value?.status ?? 0)) await client.invalidateQueries({ queryKey: ['cases', 'one', view().id] })
      return
    }
    const words = verb === 'verify' && done.state === 'closed' ? 'closed' : verb
    tell(t(`show.done.${words}`, { number: done.number }))
    if (verb !== 'accept' && !extending) await router.replace({ name: 'cases', params: { segment: verb === 'verify' || verb === 'send_back' ? 'verify' : 'fix' } })
    else await held.again()
  }
  return { ...held, work, frozen, trouble, run }
}
