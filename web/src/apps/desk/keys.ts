//! Keys of the desk: single letters are silent while something is being typed and can be switched off.
import { onBeforeUnmount, onMounted, ref } from 'vue'

type Action = (event: KeyboardEvent) => void
export type Keys = Record<string, Action>

const KEPT = 'wenming.keys'
const layers: Keys[] = []
const SEQUENCE_MS = 1200
let leader = -Infinity

export const lettersOn = ref(localStorage.getItem(KEPT) !== 'off')
export function setLetters(on: boolean): void {
  lettersOn.value = on
  localStorage.setItem(KEPT, on ? 'on' : 'off')
}

/** Is the person writing, picking from a native list, or inside a dialog that handles its own keys? */
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="dialog"][aria-modal="true"]:not([data-keys])') !== null)
}

/** The name of a key press: `ctrl+k`, `g t`, `j`, `Escape`. */
export function nameOf(event: KeyboardEvent, now: number): string {
  if (event.ctrlKey || event.metaKey) return `ctrl+${event.key.toLowerCase()}`
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const after = now - leader < SEQUENCE_MS
  leader = key === 'g' ? now : -Infinity
  return after && key !== 'g' ? `g ${key}` : key
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey
  if (typing(event.target) || (letter && !lettersOn.value)) return
  const name = nameOf(event, performance.now())
  const layer = [...layers].reverse().find((one) => one[name])
  if (!layer) return
  if (name === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button')) return
  if (name === ' ' && event.target instanceof HTMLElement && event.target.closest('button')) return
  event.preventDefault()
  layer[name]?.(event)
}

/** Keys that hold while the component stands; a later one goes before an earlier one. */
export function useKeys(keys: Keys): void {
  onMounted(() => {
    if (!layers.length) document.addEventListener('keydown', press)
    layers.push(keys)
  })
  onBeforeUnmount(() => {
    layers.splice(layers.indexOf(keys), 1)
    if (!layers.length) document.removeEventListener('keydown', press)
  })
}
