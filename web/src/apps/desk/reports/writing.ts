//! Writing in one paragraph at a time: it is held for the writer, its words are kept on the device, saved against the
//! version they began with, and stay where they are when the network is away or somebody was quicker.
import { computed, ref, shallowRef, type Ref } from 'vue'
import { asProblem } from '@/api/problem'
import { problemWords } from '@/api/words'
import type { Block, Live, Report, ReportStep, Run } from '@/api/types'
import { dropWords, keepWords, keptWords } from './drafts'
import { sameRuns, strangers, written } from './edit'
import { otherIn, useHold } from './hold'
import { figuresOf, runsOf } from './paper'
import { useLastStep, useReread, useWriteBlock } from './queries'

export function useWriting(report: Readonly<Ref<Report>>) {
  const write = useWriteBlock()
  const reread = useReread()
  const lastStep = useLastStep()
  const hold = useHold()
  const key = ref<string | null>(null)
  const words = shallowRef<Run[]>([])
  /** What stood there when the writing began. */
  const origin = shallowRef<Run[]>([])
  const version = ref(0)
  const problem = ref('')
  /** What somebody else has put there meanwhile. */
  const theirs = shallowRef<Run[] | null>(null)
  /** Who put it there and when, as far as the history tells. */
  const step = shallowRef<ReportStep | null>(null)
  const unsaved = computed(() => key.value !== null && !sameRuns(words.value, origin.value))
  /** Figures that a save takes anew, as of the paper's seal. */
  const fresh = computed(() => strangers(words.value, origin.value.flatMap((run) => ('figure' in run ? [run.figure] : []))).length)
  /** Puts a figure where the caret was; set by the open editor. */
  const put = shallowRef<((live: Live) => void) | null>(null)
  const find = (block: string): Block | undefined => report.value.blocks.find((one) => one.key === block)

  function begin(block: string): void {
    const found = find(block)
    if (!found || key.value === block) return
    origin.value = runsOf(found)
    words.value = keptWords(report.value.id, block) ?? origin.value
    version.value = report.value.version
    problem.value = ''
    theirs.value = null
    key.value = block
    void hold.take(report.value.id, block).then((mine) => mine || refused(block))
  }
  /** Somebody else is faster: who has written nothing yet is not kept waiting. */
  function refused(block: string): void {
    if (key.value === block && !unsaved.value) leave()
    void reread(report.value.id).catch(() => undefined)
  }
  function change(runs: Run[]): void {
    words.value = runs
    hold.touch()
    if (key.value && unsaved.value) keepWords(report.value.id, key.value, runs)
    else if (key.value) dropWords(report.value.id, key.value)
  }
  function leave(): void {
    if (key.value) dropWords(report.value.id, key.value)
    key.value = null
    hold.give()
  }
  async function send(again: boolean): Promise<boolean> {
    const block = key.value
    if (!block) return false
    const had = find(block)
    try {
      await write.mutateAsync({ id: report.value.id, block, runs: written(words.value, had ? figuresOf(had) : []), version: version.value })
      leave()
      return true
    } catch (cause) {
      const wrong = asProblem(cause)
      if (wrong.code === 'report.stale' && again) return meanwhile(block)
      hold.other.value = otherIn(wrong)
      problem.value = hold.other.value ? '' : problemWords(wrong)
      return false
    }
  }
  /** Another paragraph was written: go on. This one was: show both and let the writer choose. */
  async function meanwhile(block: string): Promise<boolean> {
    const now = await reread(report.value.id).catch((cause: unknown) => void (problem.value = problemWords(asProblem(cause))))
    if (!now) return false
    version.value = now.version
    const found = now.blocks.find((one) => one.key === block)
    const standing = found ? runsOf(found) : []
    if (sameRuns(standing, origin.value)) return send(false)
    origin.value = standing
    step.value = await lastStep(report.value.id, block).catch(() => null)
    theirs.value = standing
    return false
  }
  async function save(): Promise<boolean> {
    problem.value = ''
    theirs.value = null
    if (write.isPending.value) return false
    if (unsaved.value) return send(true)
    leave()
    return true
  }
  const waits = (block: string): boolean => key.value !== block && keptWords(report.value.id, block) !== null

  return { key, words, version, problem, theirs, step, fresh, other: hold.other, put, unsaved, busy: write.isPending, begin, change, leave, save, waits }
}

export type Writing = ReturnType<typeof useWriting>
