//! Putting somebody in a post: people are found by the beginning of their name.
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Post } from '@/api/types'
import { serverNow, session } from '@/app/session'
import { day } from '@/kit/time'
import { putHolder } from './calls'
import { text, type Action } from './form'
import { usePersonSearch } from './queries'

export function useHolderAction(post: Readonly<Ref<Post>>): ComputedRef<Action> {
  const { t } = useI18n()
  const words = ref('')
  const people = usePersonSearch(words)
  const listed = computed(() => (people.data.value?.items ?? []).map((one) => ({ value: one.id, label: one.name, hint: one.posts[0] ? `${one.posts[0].organisation.name} ${one.posts[0].title}` : t('admin.people.noPost') })))
  const find = (typed: string): void => {
    words.value = typed.trim()
  }
  return computed(() => ({
    name: 'hold',
    label: t(post.value.holder ? 'admin.posts.replace' : 'admin.posts.put'),
    effect: post.value.holder ? t('admin.posts.replaceEffect', { name: post.value.holder.name }) : undefined,
    fields: [
      { key: 'person', label: t('admin.posts.person'), kind: 'pick', options: listed.value, typed: find, hint: t('admin.posts.personHint') },
      { key: 'from', label: t('admin.posts.from'), kind: 'day' },
    ],
    start: { from: session.value?.today ?? '' },
    run: (values, key) => putHolder(key, post.value.id, { person: text(values, 'person'), from: text(values, 'from') }),
    done: (values) => t('admin.posts.held', { title: post.value.title, day: day(text(values, 'from'), serverNow()) }),
  }))
}
