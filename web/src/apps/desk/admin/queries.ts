//! What the pages of the administration ask; every action makes all of it old.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { fetchArea, fetchChildren, fetchOrganisations, fetchPeople, fetchPosts, fetchRights, fetchRoles, fetchRoots, searchAreas } from './calls'

type Value<T> = Readonly<Ref<T>>
const PEOPLE = 50
const FEW = 20

export const useRoots = () => useQuery({ queryKey: ['areas', 'roots'], queryFn: fetchRoots })

/** The areas right below one, page by page. */
export const useChildren = (parent: Value<string>, open: Value<boolean>) =>
  useInfiniteQuery({
    queryKey: computed(() => ['areas', 'below', parent.value]),
    queryFn: ({ pageParam }) => fetchChildren(parent.value, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? page.items.at(-1)?.path : undefined),
    enabled: open,
  })

export const useAreaSearch = (words: Value<string>) =>
  useQuery({ queryKey: computed(() => ['areas', 'search', words.value]), queryFn: () => searchAreas(words.value), enabled: computed(() => words.value !== ''), placeholderData: keepPreviousData })

export const useArea = (id: Value<string>) => useQuery({ queryKey: computed(() => ['areas', 'one', id.value]), queryFn: () => fetchArea(id.value) })

export const useOrganisations = () => useQuery({ queryKey: ['organisations'], queryFn: fetchOrganisations })
export const usePosts = (organisation: Value<string>) => useQuery({ queryKey: computed(() => ['posts', organisation.value]), queryFn: () => fetchPosts(organisation.value) })

export const usePeople = (words: Value<string>, after: Value<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['people', words.value, after.value]),
    queryFn: () => fetchPeople({ q: words.value || undefined, after: after.value, limit: PEOPLE }),
    placeholderData: keepPreviousData,
  })

/** People to choose from, by the beginning of a name. */
export const usePersonSearch = (words: Value<string>) =>
  useQuery({ queryKey: computed(() => ['people', 'few', words.value]), queryFn: () => fetchPeople({ q: words.value || undefined, limit: FEW }), placeholderData: keepPreviousData })

export const useRights = (person: Value<string>, area: Value<string | null>, open: Value<boolean>) =>
  useQuery({ queryKey: computed(() => ['rights', person.value, area.value]), queryFn: () => fetchRights(person.value, area.value), enabled: open, placeholderData: keepPreviousData })

export const useRoles = () => useQuery({ queryKey: ['roles'], queryFn: fetchRoles })
