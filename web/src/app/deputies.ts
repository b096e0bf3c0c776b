//! Deputies of a post: who may be named, who deputises and deputised, and how one is told.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, once, take } from '@/api/client'
import type { Deputy, Named, SessionPost } from '@/api/types'
import { serverNow, session } from '@/app/session'
import { t } from '@/i18n'
import { day } from '@/kit/time'

/** A post as far as its deputy asks: its title, its unit and who holds it. */
export interface Deputised {
  id: string
  title: string
  organisation: Named
  holder: Named | null
}
/** Who deputises from when to when, and why. */
export interface Leave {
  deputy: string
  from: string
  to: string
  reason: string
}
/** The posts that the person holds, not those they deputise. */
export const ownPosts = computed(() => session.value?.positions.filter((post) => post.standing === 'own') ?? [])
/** One of them as its deputy asks. */
export const ownPost = ({ id, title, org }: SessionPost): Deputised => ({ id, title, organisation: org, holder: session.value?.person ?? null })

type Value<T> = Readonly<Ref<T>>
const at = (id: string) => ({ params: { path: { id } } })

/** Posts in office of the unit and of those around it, but the holder's own; the same for each post of the unit. */
export function useCandidates(post: Value<Deputised>) {
  const near = useQuery({ queryKey: computed(() => ['near', post.value.organisation.id]), queryFn: () => take(api.GET('/api/positions/{id}/near', at(post.value.id))) })
  return computed(() => (near.data.value ?? []).filter((one) => one.person.id !== post.value.holder?.id))
}

export const usePostHistory = (id: Value<string>, open: Value<boolean>) =>
  useQuery({ queryKey: computed(() => ['posts', 'history', id.value]), queryFn: () => take(api.GET('/api/positions/{id}/history', at(id.value))), enabled: open })

export const nameDeputy = (post: string, leave: Leave, key: string) =>
  take(api.POST('/api/positions/{id}/deputy', { ...at(post), body: leave, headers: once(key) }))
export const endDeputy = (deputy: string, key: string) => take(api.POST('/api/deputies/{id}/end', { ...at(deputy), body: {}, headers: once(key) }))

/** In force or to come: neither ended nor over. */
export const stands = ({ ended_at, to_day }: Deputy): boolean => ended_at === null && to_day >= (session.value?.today ?? '')

/** From when to when, and by whom. */
export function deputyLine(one: Deputy): string {
  const days = { from: day(one.from_day, serverNow()), to: day(one.to_day, serverNow()) }
  if (!one.acting) return t('posts.absence.lineVacant', days)
  const who = t('posts.absence.who', { name: one.acting.name, post: t('posts.one', { org: one.organisation.name, title: one.position.name }) })
  return t('posts.absence.line', { ...days, who })
}
