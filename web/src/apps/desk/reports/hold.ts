//! A paragraph is held while somebody writes in it: taken when the writing begins, renewed while words come, given back
//! when it ends. Without a network nothing is taken, and the save decides.
import { onBeforeUnmount, onMounted, shallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import { holdBlock, releaseBlock } from './calls'

const RENEW_MS = 45_000
/** Who has left the desk lets others write. */
const IDLE_MS = 5 * 60_000

/** Somebody else who writes there now, as a refusal tells it. */
interface Other {
  holder: string
  until: string
}
export function otherIn(problem: Problem): Other | null {
  const { holder, until } = problem.wire.params ?? {}
  return problem.code === 'paper.held' && typeof holder === 'string' && typeof until === 'string' ? { holder, until } : null
}

export function useHold() {
  const other = shallowRef<Other | null>(null)
  let held: [report: string, block: string] | null = null
  let last: Promise<unknown> = Promise.resolve()
  let touched = 0

  /** Asks once more; what another answer says of another paragraph is not heard. */
  function ask(): Promise<boolean> {
    const wanted = held
    if (!wanted) return Promise.resolve(false)
    const answer = holdBlock(...wanted).then(
      () => null,
      (cause: unknown) => otherIn(asProblem(cause)),
    )
    last = answer
    return answer.then((found) => {
      if (held === wanted) other.value = found
      return found === null
    })
  }
  function take(report: string, block: string): Promise<boolean> {
    give()
    held = [report, block]
    touched = Date.now()
    return ask()
  }
  function give(): void {
    const was = held
    held = null
    other.value = null
    // behind the question on its way, else that one would take it again
    if (was) last = last.then(() => releaseBlock(...was)).catch(() => undefined)
  }
  const touch = (): void => void (touched = Date.now())
  /** The page goes: there is no time to wait for an answer. */
  const gone = (): void => void (held && releaseBlock(...held, true).catch(() => undefined))
  const timer = setInterval(() => void (Date.now() - touched < IDLE_MS && ask()), RENEW_MS)

  onMounted(() => globalThis.addEventListener('pagehide', gone))
  onBeforeUnmount(() => {
    clearInterval(timer)
    globalThis.removeEventListener('pagehide', gone)
    give()
  })
  return { other, take, give, touch }
}
