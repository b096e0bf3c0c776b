//! A page of the administration shown with answers of its own; what it sends is kept.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { expect, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router'
import { i18n, speak } from '@/i18n'
import zh from '@/i18n/zh-CN/admin.json'
import desk from '@/i18n/zh-CN/desk.json'

export interface Sent {
  path: string
  body: unknown
}
/** Answers by method and path; a function is asked each time, a number is a refusal with that status. */
type Answers = Record<string, unknown>
/** A form with a file is no JSON. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    return text
  }
}
const nothing = { template: '<i />' }
const NAMES = ['cases', 'admin-categories', 'admin-dispatch', 'admin-checklists', 'admin-history', 'admin-running', 'admin-people', 'admin-imports', 'admin-areas']

export async function showPage(page: Component, answers: Answers, { props = {}, at = '/', words = {} as object } = {}) {
  for (const own of [desk, zh]) i18n.global.mergeLocaleMessage('zh-CN', own)
  i18n.global.mergeLocaleMessage('zh-CN', words as never)
  await speak('zh-CN')
  const sent: Sent[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request
    const { pathname, search } = new URL(request.url)
    const path = `${request.method} ${pathname}${search}`
    if (request.method !== 'GET') sent.push({ path: `${request.method} ${pathname}`, body: asJson(await request.clone().text()) })
    const found = answers[path] ?? answers[`${request.method} ${pathname}`]
    const status = found === undefined ? 404 : ((found as { status?: number }).status ?? 200)
    return new Response(JSON.stringify(found ?? { code: 'not_found' }), { status, headers: { 'content-type': 'application/json' } })
  })
  const routes: RouteRecordRaw[] = [{ path: '/', component: nothing }, ...NAMES.map((name) => ({ path: `/${name}/:id?`, name, component: nothing }))]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(at)
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const shown = mount(page, { props, attachTo: document.body, global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient: client }]] } })
  await flushPromises()
  await vi.waitFor(() => expect(shown.find('.skeleton').exists()).toBe(false))
  await flushPromises()
  return { shown, sent, router }
}
