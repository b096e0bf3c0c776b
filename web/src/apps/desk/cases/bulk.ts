//! One verb for several cases, one after the other: what was done, and what failed for which reason.
import { useQueryClient } from '@tanstack/vue-query'
import { ref } from 'vue'
import { asProblem } from '@/api/problem'
import { newId } from '@/api/id'
import type { CaseMove, CaseVerb } from '@/api/types'
import { problemWords } from '@/api/words'
import { moveCase } from './calls'

export interface Target {
  id: string
  number: string
  version: number
}
export interface Failed {
  number: string
  words: string
}
interface Result {
  done: number
  failed: Failed[]
}

/** Verbs that say the same of many cases; what proves something is done one by one. */
export const BULK: CaseVerb[] = ['register', 'dispatch', 'accept', 'close', 'resume', 'urge', 'supervise', 'shelve', 'cancel', 'grant_extension', 'refuse_extension']

/** Runs it for each; a failure is kept with its words and does not stop the others. */
export async function runAll(targets: Target[], run: (target: Target) => Promise<unknown>, told: (n: number) => void = () => undefined): Promise<Result> {
  const failed: Failed[] = []
  for (const [at, target] of targets.entries()) {
    told(at + 1)
    try {
      await run(target)
    } catch (cause) {
      failed.push({ number: target.number, words: problemWords(asProblem(cause)) })
    }
  }
  return { done: targets.length - failed.length, failed }
}

/** Which verbs are allowed for all of them. */
export function common(allowed: { verb: CaseVerb }[][]): CaseVerb[] {
  const [first = [], ...others] = allowed
  return first.map(({ verb }) => verb).filter((verb) => others.every((one) => one.some((each) => each.verb === verb)))
}

/** A verb for several cases from a page: how far it is, and all lists fetched anew at the end. */
export function useBulk() {
  const client = useQueryClient()
  const at = ref(0)
  const result = ref<Result | null>(null)
  async function run(targets: Target[], verb: CaseVerb, body: Omit<CaseMove, 'version'>): Promise<Result> {
    const move = ({ id, version }: Target) => moveCase(id, verb, { ...body, version }, newId())
    result.value = await runAll(targets, move, (n) => (at.value = n))
    at.value = 0
    await client.invalidateQueries()
    return result.value
  }
  return { at, result, run }
}
