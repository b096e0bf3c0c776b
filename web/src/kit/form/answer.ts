//! What a control says becomes the answer to a question, whichever control a face shows for it.
import { computed } from 'vue'
import type { Question } from './face'

export const textOf = (event: Event): string => (event.target as HTMLInputElement).value
export const numberOf = (event: Event): number | null => (textOf(event) === '' ? null : Number(textOf(event)))

/** Of several choices those that are made, and how fine a number may be. */
export function useAnswer(props: { question: Question; answer: unknown }) {
  const chosen = computed(() => (Array.isArray(props.answer) ? (props.answer as string[]) : []))
  return {
    chosen,
    toggled: (code: string): string[] => (chosen.value.includes(code) ? chosen.value.filter((one) => one !== code) : [...chosen.value, code]),
    step: computed(() => 1 / 10 ** (props.question.decimals ?? 0)),
  }
}
