//! Deputies of a post: who may be named, the form that names one, and how one is told.
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { api, once, take } from '@/api/client'
import type { Deputy, Named } from '@/api/types'
import { serverNow, session } from '@/app/session'
import { t as word } from '@/i18n'
import { day } from '@/kit/time'
import { text, type Action } from './form'

/** A post as far as its deputy asks: its title, its unit and who holds it. */
export interface Deputised {
  id: string
  title: string
  organisation: Named
  holder: Named | null
}
type Value<T> = Readonly<Ref<T>>
const at = (id: string) => ({ params: { path: { id } } })

/** Posts in office of the unit and of those around it, the same for each post of the unit. */
const useNear = (post: Value<Deputised>) =>
  useQuery({ queryKey: computed(() => ['near', post.value.organisation.id]), queryFn: () => take(api.GET('/api/positions/{id}/near', at(post.value.id))) })

export const usePostHistory = (id: Value<string>, open: Value<boolean>) =>
  useQuery({ queryKey: computed(() => ['posts', 'history', id.value]), queryFn: () => take(api.GET('/api/positions/{id}/history', at(id.value))), enabled: open })

/** In force or to come: neither ended nor over. */
export const stands = ({ ended_at, to_day }: Deputy): boolean => ended_at === null && to_day >= (session.value?.today ?? '')

/** From when to when, and by whom. */
export function deputyLine(one: Deputy): string {
  const days = { from: day(one.from_day, serverNow()), to: day(one.to_day, serverNow()) }
  if (!one.acting) return word('posts.absence.lineVacant', days)
  const who = word('posts.absence.who', { name: one.acting.name, post: word('posts.one', { org: one.organisation.name, title: one.position.name }) })
  return word('posts.absence.line', { ...days, who })
}

export function useDeputyAction(post: Value<Deputised>): ComputedRef<Action> {
  const { t } = useI18n()
  const near = useNear(post)
  const others = computed(() => (near.data.value ?? []).filter((one) => one.person.id !== post.value.holder?.id))
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
    run: (values, key) =>
      take(api.POST('/api/positions/{id}/deputy', { ...at(post.value.id), body: { deputy: text(values, 'deputy'), from: text(values, 'from'), to: text(values, 'to'), reason: text(values, 'reason') }, headers: once(key) })),
    done: (values) => {
      const who = others.value.find((one) => one.position === values.deputy)?.person.name ?? ''
      return t('posts.absence.done', { who, from: day(text(values, 'from'), serverNow()), to: day(text(values, 'to'), serverNow()) })
    },
  }))
}

export const endAction = (one: Deputy, title: string): Action => ({
  name: 'end-deputy', label: word('posts.absence.end'), ends: true, effect: word('posts.absence.endEffect', { who: one.acting?.name ?? one.position.name, title }), fields: [],
  run: (_values, key) => take(api.POST('/api/deputies/{id}/end', { ...at(one.id), body: {}, headers: once(key) })), done: () => word('posts.absence.ended'),
})
