//! How answers are kept: half a minute fresh, asked again on return, no second try where the server has answered.
import { QueryClient } from '@tanstack/vue-query'
import { Problem } from '@/api/problem'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      networkMode: 'always',
      retry: (failed, cause) => failed < 2 && !(cause instanceof Problem && cause.status > 0 && cause.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
})
