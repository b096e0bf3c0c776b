//! The installation's settings: calls and what the pages ask; a change makes all answers old.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, once, take } from '@/api/client'
import type { Lead, Shift } from '@/api/types'

type Value<T> = Readonly<Ref<T>>

const fetchSettings = () => take(api.GET('/api/settings'))
export const useSettings = () => useQuery({ queryKey: ['settings'], queryFn: fetchSettings })
export const changeSettings = (key: string, body: { name?: string; first_day?: number; reason: string; version?: number }) => take(api.POST('/api/settings', { body, headers: once(key) }))

const fetchCalendar = (year: number) => take(api.GET('/api/calendar', { params: { query: { year } } }))
export const useCalendar = (year: Value<number>) => useQuery({ queryKey: computed(() => ['calendar', year.value]), queryFn: () => fetchCalendar(year.value), placeholderData: keepPreviousData })
export const settleDay = (key: string, body: { day: string; works: boolean | null; reason: string; version?: number }) => take(api.POST('/api/calendar/days', { body, headers: once(key) }))
export const settleHours = (key: string, body: { shifts: Shift[]; reason: string; version?: number }) => take(api.POST('/api/calendar/hours', { body, headers: once(key) }))

const fetchRules = () => take(api.GET('/api/categories/rules'))
export const useCategoryRules = () => useQuery({ queryKey: ['category-rules'], queryFn: fetchRules })
export const changeRule = (key: string, code: string, changes: Record<string, unknown>, reason: string) =>
  take(api.POST('/api/categories/{code}/rule', { params: { path: { code } }, body: { changes: changes as never, reason }, headers: once(key) }))

interface NewCategory {
  parent: string
  key: string
  name: string
  name_en: string
  changes: Record<string, unknown>
  reason: string
}
const ofCategory = (code: string, key: string) => ({ params: { path: { code } }, headers: once(key) })
export const addCategory = (key: string, { changes, ...body }: NewCategory) => take(api.POST('/api/categories', { body: { ...body, changes: changes as never }, headers: once(key) }))
export const renameCategory = (key: string, code: string, body: { name: string; name_en: string; reason: string }) => take(api.POST('/api/categories/{code}/rename', { ...ofCategory(code, key), body }))
export const retireCategory = (key: string, code: string, reason: string) => take(api.POST('/api/categories/{code}/retire', { ...ofCategory(code, key), body: { reason } }))
export const restoreCategory = (key: string, code: string, reason: string) => take(api.POST('/api/categories/{code}/restore', { ...ofCategory(code, key), body: { reason } }))

const fetchDispatchRules = () => take(api.GET('/api/dispatch-rules'))
export const useDispatchRules = () => useQuery({ queryKey: ['dispatch-rules'], queryFn: fetchDispatchRules })
type NewRule = { category: string; area: string; organisation: string | null; lead: Lead | null; verifier: string | null; reason: string }
export const beginRule = (key: string, body: NewRule) => take(api.POST('/api/dispatch-rules', { body, headers: once(key) }))
export const endRule = (key: string, id: string, reason: string) => take(api.POST('/api/dispatch-rules/{id}/end', { params: { path: { id } }, body: { reason }, headers: once(key) }))
