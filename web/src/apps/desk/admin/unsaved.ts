//! Whether a form of the administration holds what is not sent yet.
import { ref } from 'vue'
import { t } from '@/i18n'

export const unsaved = ref(false)

/** May the page be left? Asks when something would be lost. */
export function mayLeave(): boolean {
  const leave = !unsaved.value || globalThis.confirm(t('admin.leaveUnsaved'))
  if (leave) unsaved.value = false
  return leave
}
