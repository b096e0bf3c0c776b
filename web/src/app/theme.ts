//! Light or dark: follows the system until somebody chooses; the choice is kept on the device.
import { ref } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'wenming.theme'
const kept = localStorage.getItem(KEY)
const system = globalThis.matchMedia('(prefers-color-scheme: dark)')

export const theme = ref<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system')

function show(): void {
  const dark = theme.value === 'dark' || (theme.value === 'system' && system.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

export function setTheme(next: Theme): void {
  theme.value = next
  localStorage.setItem(KEY, next)
  show()
}

/** Called once by each app before it is mounted. */
export function openTheme(): void {
  system.addEventListener('change', show)
  show()
}
