//! The server's time, moving on every half minute so that deadlines in words stay true.
import { onScopeDispose, readonly, shallowRef, type Ref } from 'vue'
import { serverNow } from '@/app/session'

const TICK = 30_000

export function useNow(): Readonly<Ref<Date>> {
  const now = shallowRef(serverNow())
  const timer = setInterval(() => (now.value = serverNow()), TICK)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
