//! An answer of a checklist in words.
import { labelOf, type Question } from '@/kit/form/face'
import { t, te } from '@/i18n'

export function answerWords(question: Question | undefined, answer: unknown): string {
  if (answer === null || answer === undefined || answer === '') return t('number.none')
  if (Array.isArray(answer)) return answer.map((one) => answerWords(question, one)).join(t('page.comma')) || t('number.none')
  if (typeof answer === 'object') return t('page.another')
  const choice = question?.choices?.find(({ code }) => code === answer)
  if (choice) return labelOf(choice)
  if (question?.kind === 'pass_fail' && te(`correct.verdict.${String(answer)}`)) return t(`correct.verdict.${String(answer)}`)
  return [String(answer), question?.unit].filter(Boolean).join(' ')
}
