//! A published checklist as people read it: its questions in groups, in the language spoken.
import type { Checklist } from '@/api/types'
import { language } from '@/i18n'
import type { Face, FormItem, Walked } from './walk'

interface Worded {
  label: string
  label_en: string
}
/** An item of a published form, as the form engine writes it. */
export interface Question extends FormItem, Worded {
  group: string
  hint?: string
  hint_en?: string
  message?: string
  message_en?: string
  choices?: ({ code: string } & Worded)[]
  unit?: string
  min?: number
  max?: number
  decimals?: number
  max_length?: number
  /** The kind of problem that a failure is; without one it is only recorded. */
  category?: string
}
interface Group extends Worded {
  code: string
}
export type Form = Face<Question> & { form: { groups: Group[]; items: Question[] } }

/** The document leaves a form's inside open; the server has published it, so it holds these. */
export const faceOf = (list: Checklist): Form => list as unknown as Form

const spoken = (zh: string | undefined, en: string | undefined): string => (language() === 'en' && en ? en : (zh ?? ''))
export const labelOf = (one: Worded): string => spoken(one.label, one.label_en)
export const hintOf = (one: Question): string => spoken(one.hint, one.hint_en)
export const messageOf = (one: Question): string => spoken(one.message, one.message_en)

interface Section {
  code: string
  label: string
  questions: { question: Question; number: number }[]
}

/** The groups with what is asked now; questions are numbered through, notes and calculated values are not. */
export function sections(form: Form, walked: Walked): Section[] {
  let number = 0
  return form.form.groups
    .map((group) => ({
      code: group.code,
      label: labelOf(group),
      questions: form.form.items
        .filter((item) => item.group === group.code && walked.items[item.key]?.relevant)
        .map((question) => ({ question, number: ['note', 'calculated'].includes(question.kind) ? 0 : (number += 1) })),
    }))
    .filter(({ questions }) => questions.length > 0)
}
