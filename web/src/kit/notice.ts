//! What was just done, said once at the bottom left for a few seconds, with the way back where there is one; anything that needs an answer is not said here.
import { readonly, ref, shallowRef } from 'vue'

const SECONDS = 4
/** Time enough to find the way back. */
const SECONDS_BACK = 8
const words = ref('')
const back = shallowRef<(() => void) | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

function clear(): void {
  words.value = ''
  back.value = null
}

export function tell(text: string, undo?: () => unknown): void {
  words.value = text
  back.value = undo
    ? () => {
        clear()
        void undo()
      }
    : null
  clearTimeout(timer)
  timer = setTimeout(clear, (undo ? SECONDS_BACK : SECONDS) * 1000)
}

export const told = readonly(words)
/** Takes back what was just done, while that is told. */
export const undo = readonly(back)
