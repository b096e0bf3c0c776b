//! What was just done, said once for four seconds at the bottom left; anything that needs an answer is not said here.
import { readonly, ref } from 'vue'

const SECONDS = 4
const words = ref('')
let timer: ReturnType<typeof setTimeout> | undefined

export function tell(text: string): void {
  words.value = text
  clearTimeout(timer)
  timer = setTimeout(() => (words.value = ''), SECONDS * 1000)
}

export const told = readonly(words)
