//! What happens when the session ends: before anything is shown the sign-in page, later a line that leaves the page as it is.
import { ref } from 'vue'
import { session } from '@/app/session'

export const expired = ref(false)

export function signIn(): void {
  const { pathname, search } = globalThis.location
  globalThis.location.assign(`/?next=${encodeURIComponent(pathname + search)}`)
}

export function endSession(): void {
  if (session.value) expired.value = true
  else signIn()
}
