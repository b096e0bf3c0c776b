//! What waits for the person who is signed in.
import { useQuery } from '@tanstack/vue-query'
import { api, take } from '@/api/client'

export const useWaiting = () => useQuery({ queryKey: ['waiting'], queryFn: () => take(api.GET('/api/waiting')), refetchInterval: 60_000 })
