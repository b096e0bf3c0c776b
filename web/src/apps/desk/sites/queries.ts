//! What the pages ask about sites, and what becomes old when one changes.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import { api, once, take } from '@/api/client'
import { Problem } from '@/api/problem'
import type { NewSite, Site, SiteAsk } from '@/api/types'
import { can } from '@/app/session'

type Value<T> = Readonly<Ref<T>>

export const useSiteTypes = () => useQuery({ queryKey: ['site-types'], queryFn: () => take(api.GET('/api/site-types')), staleTime: 10 * 60_000 })

export const useSites = (ask: Value<SiteAsk>) =>
  useQuery({ queryKey: computed(() => ['sites', 'list', ask.value]), queryFn: () => take(api.GET('/api/sites', { params: { query: ask.value } })), placeholderData: keepPreviousData })

export const useRoads = (on: Value<boolean>, area: Value<string | null>) =>
  useQuery({
    queryKey: computed(() => ['sites', 'roads', area.value]), enabled: on,
    queryFn: () => take(api.GET('/api/sites', { params: { query: { type: 'main_road', limit: 200, area: area.value ?? undefined } } })),
  })

export const useSite = (id: Value<string | null>) =>
  useQuery({ queryKey: computed(() => ['sites', 'one', id.value]), enabled: computed(() => id.value !== null), queryFn: () => take(api.GET('/api/sites/{id}', { params: { path: { id: id.value ?? '' } } })) })

export const useVisits = (site: Value<string>) =>
  useQuery({ queryKey: computed(() => ['visits', 'site', site.value]), enabled: can('inspection.read'), queryFn: () => take(api.GET('/api/visits', { params: { query: { site: site.value, limit: 5 } } })) })

/** The next open cases of the site. */
export const useSiteCases = (site: Value<string>, limit: number) =>
  useQuery({
    queryKey: computed(() => ['cases', 'site', site.value]), enabled: can('case.read'),
    queryFn: () => take(api.GET('/api/cases', { params: { query: { view: 'open', site: site.value, limit } } })),
  })

/** How many cases it has open, or ever had. */
export const useSiteCaseCount = (site: Value<string>, view: 'open' | 'all') =>
  useQuery({
    queryKey: computed(() => ['cases', 'site', site.value, 'count', view]), enabled: can('case.read'),
    queryFn: () => take(api.GET('/api/cases/totals', { params: { query: { view, site: site.value } } })), select: ({ count }) => count,
  })

function useWrite<T>(send: (what: T) => Promise<Site>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (site) => {
      client.setQueryData(['sites', 'one', site.id], site)
      void client.invalidateQueries({ queryKey: ['sites', 'list'] })
    },
    onError: (cause) => void (cause instanceof Problem && cause.status === 412 && client.invalidateQueries({ queryKey: ['sites', 'one'] })),
  })
}

export function useSaveSite() {
  const key = useAttempt()
  return useWrite(({ old, id, body }: { old: Site | null; id: string; body: NewSite }) =>
    old
      ? take(api.POST('/api/sites/{id}/edit', { params: { path: { id: old.id } }, body: { ...body, version: old.version }, headers: once(key([old.id, old.version, body])) }))
      : take(api.POST('/api/sites', { body, headers: once(id) })),
  )
}

export function useCloseSite() {
  const key = useAttempt()
  return useWrite(({ id, version }: Site) => take(api.POST('/api/sites/{id}/close', { params: { path: { id } }, body: { version }, headers: once(key([id, version])) })))
}

/** Asks for the plates first, so that a refusal is said here and not on an empty page; gives the page's address. */
export async function platesOf(ids: string[]): Promise<string> {
  const query = { ids: ids.join(',') }
  await take(api.GET('/api/sites/plates', { params: { query }, parseAs: 'text' }))
  return `/api/sites/plates?${new URLSearchParams(query)}`
}
