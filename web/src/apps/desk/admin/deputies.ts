//! The forms that name a deputy of a post and end one.
import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Deputy } from '@/api/types'
import { endDeputy, nameDeputy, useCandidates, type Deputised } from '@/app/deputies'
import { serverNow, session } from '@/app/session'
import { t as word } from '@/i18n'
import { day } from '@/kit/time'
import { text, type Action } from './form'

export function useDeputyAction(post: Readonly<Ref<Deputised>>): ComputedRef<Action> {
  const { t } = useI18n()
  const others = useCandidates(post)
  const days = computed(() => session.value?.today ?? '')
  return computed(() => ({
    name: 'deputy',
    label: t(post.value.holder?.id === session.value?.person.id ? 'posts.absence.set' : 'posts.absence.setFor'),
    effect: t('posts.absence.effect', { title: post.value.title }),
    fields: [
      {
        key: 'deputy', label: t('posts.absence.deputy'), kind: 'pick', hint: t('posts.absence.deputyHint'),
        options: others.value.map((one) => ({ value: one.position, label: one.person.name, hint: t('posts.one', { org: one.organisation.name, title: one.title }) })),
      },
      { key: 'from', label: t('posts.absence.from'), kind: 'day', from: days.value },
      { key: 'to', label: t('posts.absence.to'), kind: 'day', from: days.value },
      { key: 'reason', label: t('posts.absence.reason'), kind: 'reason', hint: t('posts.absence.reasonHint') },
    ],
    start: { from: days.value, to: days.value },
    run: (values, key) => nameDeputy(post.value.id, { deputy: text(values, 'deputy'), from: text(values, 'from'), to: text(values, 'to'), reason: text(values, 'reason') }, key),
    done: (values) => {
      const who = others.value.find((one) => one.position === values.deputy)?.person.name ?? ''
      return t('posts.absence.done', { who, from: day(text(values, 'from'), serverNow()), to: day(text(values, 'to'), serverNow()) })
    },
  }))
}

export const endAction = (one: Deputy, title: string): Action => ({
  name: 'end-deputy', label: word('posts.absence.end'), ends: true, effect: word('posts.absence.endEffect', { who: one.acting?.name ?? one.position.name, title }), fields: [],
  run: (_values, key) => endDeputy(one.id, key), done: () => word('posts.absence.ended'),
})
