//! What stands above the form of a verb: the rule's unit, whom it reaches, what was asked for.
import { computed, type Ref } from 'vue'
import { newId } from '@/api/id'
import type { CaseVerb, CaseView } from '@/api/types'
import { conditionOptions, useSuggestion } from '@/app/kind'
import { useAreaOptions, useCategories, useOrganisationOptions, useOrganisations } from '@/app/lists'
import { t } from '@/i18n'
import { limit, moment } from '@/kit/time'
import type { PickOption } from '@/kit/pick'
import type { Filled } from '@/kit/verbs'
import { lastDone, mayVerify } from './choice'
import { useTargets } from './queries'

/** Verbs that take something away: they say of what, what follows, and the way back. */
const BACKWARDS = ['merge', 'unmerge', 'cancel', 'reject', 'shelve', 'return', 'send_back'] as const

type Of<T> = Partial<Record<CaseVerb, T>>

export function reachWords({ reaches }: Pick<CaseView, 'reaches'>): string {
  if (!reaches) return t('cases.reachesNobody')
  const who = [reaches.org.name, reaches.title, reaches.person ?? t('cases.vacant')].join(' ')
  return t('cases.reaches', { who })
}

export const urgedWords = (at: string | null, now: Date): string => (at ? t('cases.urgedAt', { moment: moment(at, now) }) : t('cases.urgedNever'))

export function useHints(view: Ref<CaseView>, now: () => Date) {
  const options = useOrganisationOptions()
  const { data: units } = useOrganisations()
  const dispatching = computed(() => view.value.allowed.some((one) => one.verb === 'dispatch'))
  const rule = useSuggestion(computed(() => (dispatching.value ? view.value.category.code : null)), computed(() => view.value.area.id))
  const byRule = computed(() => {
    const found = rule.data.value
    if (!found) return ''
    return found.org ? t('cases.byRule', { org: found.org.name, limit: found.limit_words ? limit(found.limit_words) : '' }) : t('cases.noRule')
  })
  const binding = computed(() => view.value.facts.includes('coordination'))
  const asked = computed(() => {
    const step = view.value.asked ? view.value.moves.find((move) => move.verb === 'ask_extension') : undefined
    return step ? t('cases.askedWhy', { limit: limit(view.value.asked ?? ''), reason: step.reason ?? '' }) : ''
  })
  const orgs = computed<Of<PickOption[]>>(() => {
    const may = mayVerify(units.value ?? [], view.value)
    return { dispatch: options.value, split: options.value, assign_verifier: options.value.filter((option) => may.has(option.value)).map((option) => ({ ...option, depth: 0 })) }
  })
  const hints = computed<Of<string[]>>(() => ({
    dispatch: [byRule.value, binding.value ? t('cases.binds') : ''].filter(Boolean),
    urge: [[reachWords(view.value), urgedWords(lastDone(view.value, 'urge'), now())].join(t('page.then'))],
    supervise: [t('cases.superviseHint', { n: view.value.supervised + 1 })],
    ask_extension: [t('cases.askHint')],
    grant_extension: [asked.value].filter(Boolean),
    refuse_extension: [asked.value].filter(Boolean),
    assign_verifier: [t('cases.assignHint')],
    correct_condition: [t('cases.conditionHint')],
    supplement: [t('cases.supplementHint')],
    split: [t('cases.splitHint')],
    fix_on_spot: [t('cases.spotHint')],
    ...Object.fromEntries(BACKWARDS.map((verb) => [verb, [t(`cases.effect.${verb}`, { number: view.value.number, title: view.value.title })]])),
  }))
  const { data: categories } = useCategories()
  const kinds = computed(() => conditionOptions(categories.value?.find((kind) => kind.code === view.value.category.code)))
  /** Dispatching may say a condition where none was said yet. */
  const conditions = computed<Of<PickOption[]>>(() => ({ correct_condition: kinds.value, ...(kinds.value.length && !view.value.condition ? { dispatch: kinds.value } : {}) }))
  const given = computed<Of<Partial<Filled>>>(() => ({
    dispatch: { org: binding.value ? null : (rule.data.value?.org?.id ?? null) },
    grant_extension: { limit: view.value.asked ?? '' },
    split: { parts: [{ id: newId(), area: view.value.area.id, place: '', org: null, limit: '' }] },
    // one that its category no longer has is none to choose
    correct_condition: { condition: kinds.value.find((one) => one.value === view.value.condition?.code)?.value ?? '' },
  }))
  return { orgs, areas: useAreaOptions(), cases: useTargets(view), conditions, hints, given }
}
