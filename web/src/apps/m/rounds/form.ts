//! A checklist as the phone fills it: what is answered, and what still lacks.
import type { Form } from '@/kit/form/face'
import { walk, type Walked } from '@/kit/form/walk'
import { photosOf, type Draft, type VisitWork } from '../drafts/model'

export { faceOf, hintOf, labelOf, messageOf, sections, type Question } from '@/kit/form/face'

export const walkOf = (form: Form, draft: Draft, work: VisitWork): Walked =>
  walk(form, { answers: work.answers, photos: photosOf(draft) }, new Date(draft.made_at))

/** How many of the questions that must be answered are, and what is missing in the order of the page. */
export function progress(form: Form, walked: Walked): { done: number; of: number; failed: number; lacks: { key: string; why: string }[] } {
  const asked = form.form.items.map((item) => ({ key: item.key, ...walked.items[item.key]! })).filter((one) => one.relevant)
  const required = asked.filter((one) => one.required)
  return {
    done: required.filter((one) => one.value !== null).length,
    of: required.length,
    failed: asked.filter((one) => one.outcome === 'failed').length,
    lacks: asked.flatMap(({ key, lacks }) => (lacks ? [{ key, why: lacks }] : [])),
  }
}

