//! Whether the device believes to have a network; a call that fails says more, but this is known without one.
import { ref } from 'vue'

export const online = ref(navigator.onLine)
globalThis.addEventListener('online', () => (online.value = true))
globalThis.addEventListener('offline', () => (online.value = false))
