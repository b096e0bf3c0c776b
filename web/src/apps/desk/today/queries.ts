//! What waits for the person who is signed in.
import { useQuery } from '@tanstack/vue-query'
import { api, take } from '@/api/client'

/** What waits at the desk; rounds are walked with the phone, where they stand. */
export const useWaiting = () =>
  useQuery({
    queryKey: ['waiting'], refetchInterval: 60_000,
    queryFn: async () => {
      const { groups } = await take(api.GET('/api/waiting'))
      const here = groups.map((one) => ({ ...one, items: one.items.filter(({ kind }) => kind !== 'round') })).filter(({ items }) => items.length)
      return { groups: here, count: here.reduce((sum, { items }) => sum + items.length, 0) }
    },
  })
