//! A write that falls into a closed month: one question for every verb, then the same write again with the reason.
import { shallowRef } from 'vue'

/** What the server says of the month. */
export interface ClosedMonth {
  month: string
  area: string
  closed_at: string
  closed_by: string
  permitted: boolean
}

interface Question {
  about: ClosedMonth
  answer: (reason: string | null) => void
}

/** The question that stands on the screen. */
export const question = shallowRef<Question | null>(null)
/** Of several writes together the next begins with the words of the last. */
export const lastReason = shallowRef('')
const HEADER = 'Late-Reason'

/** The answer to the write: of its second sending if a reason was given, else the refusal. */
export async function enterLate(again: Request, refused: Response): Promise<Response> {
  const problem = (await refused.clone().json().catch(() => null)) as { code?: string; params?: ClosedMonth } | null
  const about = problem?.code === 'month.closed' && problem.params?.permitted ? problem.params : null
  if (!about || again.headers.has(HEADER)) return refused
  const reason = await new Promise<string | null>((answer) => (question.value = { about, answer }))
  question.value = null
  if (reason === null) return refused
  lastReason.value = reason
  again.headers.set(HEADER, encodeURIComponent(reason))
  return globalThis.fetch(again)
}
