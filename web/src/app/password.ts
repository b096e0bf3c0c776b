//! Changing the password: what both faces check and send; each shows it in its own way.
import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAttempt } from '@/api/attempt'
import { api, once, take } from '@/api/client'
import { asProblem } from '@/api/problem'
import { problemWords } from '@/api/words'
import { openSession } from '@/app/session'
import { tell } from '@/kit/notice'

type Field = 'old' | 'new' | 'again'
const LEAST = 10

export const FIELDS: readonly Field[] = ['old', 'new', 'again']
export const COMPLETE = { old: 'current-password', new: 'new-password', again: 'new-password' }

export interface PasswordChange {
  form: Record<Field, string>
  /** Fields whose words are shown: those left, and all after a try. */
  left: Set<Field>
  wrong: (field: Field) => string
  busy: Ref<boolean>
  refused: Ref<string>
  submit: () => Promise<void>
}

/** `done` goes where the face goes afterwards. */
export function usePasswordChange(done: () => Promise<unknown>): PasswordChange {
  const { t } = useI18n()
  const form = reactive({ old: '', new: '', again: '' })
  const left = reactive(new Set<Field>())
  const busy = ref(false)
  const refused = ref('')
  const key = useAttempt()
  const errors: ComputedRef<Record<Field, string>> = computed(() => ({
    old: form.old ? '' : t('account.oldMissing'),
    new: form.new.length < LEAST ? t('problem.password.too_short') : form.new === form.old ? t('problem.password.same') : '',
    again: form.again === form.new ? '' : t('account.differs'),
  }))

  async function submit(): Promise<void> {
    FIELDS.forEach((field) => left.add(field))
    if (busy.value || FIELDS.some((field) => errors.value[field])) return
    busy.value = true
    refused.value = ''
    const body = { old: form.old, new: form.new }
    try {
      await take(api.POST('/api/session/password', { body, headers: once(key(body)) }))
      await openSession()
      tell(t('account.changed'))
      await done()
    } catch (cause) {
      refused.value = problemWords(asProblem(cause))
    } finally {
      busy.value = false
    }
  }
  return { form, left, wrong: (field) => (left.has(field) ? errors.value[field] : ''), busy, refused, submit }
}
