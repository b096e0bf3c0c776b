//! What waits for the person who is signed in.
import { useQuery } from '@tanstack/vue-query'
import { api, take } from '@/api/client'
import { atDesk } from './waiting'

export const useWaiting = () =>
  useQuery({ queryKey: ['waiting'], refetchInterval: 60_000, queryFn: async () => atDesk(await take(api.GET('/api/waiting'))) })
