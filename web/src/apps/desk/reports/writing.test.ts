//! Two people in one paragraph: both texts stay in view until the writer chooses.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, toRef } from 'vue'
import type { Report } from '@/api/types'
import { i18n, speak } from '@/i18n'
import zh from '@/i18n/zh-CN/reports.json'
import ParagraphEditor from './ParagraphEditor.vue'
import { useWriting, type Writing } from './writing'

const paper = (version: number, text: string) => ({ id: 'r', version, blocks: [{ key: 'a', content: { kind: 'paragraph', runs: [{ text }] }, edited: true, edited_at: null }] }) as unknown as Report
const history = [{ at: '2026-10-30T01:24:00Z', person: { id: 'p', name: '赵立' }, verb: 'report.edit', block: 'a', before: '原来的。', after: '赵立写的。' }]
let standing = paper(1, '原来的。')
let sent: { version: string | null; runs: unknown }[] = []
const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })

beforeAll(async () => {
  i18n.global.mergeLocaleMessage('zh-CN', zh)
  await speak('zh-CN')
})
beforeEach(() => {
  localStorage.clear()
  standing = paper(1, '原来的。')
  sent = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    const asked = request as Request
    if (asked.url.endsWith('/history')) return answer(200, history)
    if (asked.method === 'GET') return answer(200, standing)
    const { runs } = (await asked.json()) as { runs: unknown }
    sent.push({ version: asked.headers.get('If-Match'), runs })
    return Number(asked.headers.get('If-Match')) === standing.version ? answer(200, paper(standing.version + 1, '存了。')) : answer(412, { code: 'report.stale', title: 'stale' })
  })
})
afterEach(() => vi.restoreAllMocks())

async function begin() {
  let writing: Writing | undefined
  const desk = defineComponent({
    props: { report: { type: Object, required: true } },
    setup(props) {
      writing = useWriting(toRef(props, 'report') as never)
      writing.begin('a')
      return () => h(ParagraphEditor, { writing: writing!, label: 'a' })
    },
  })
  const client = new QueryClient()
  const shown = mount(desk, { props: { report: standing }, global: { plugins: [i18n, [VueQueryPlugin, { queryClient: client }]] }, attachTo: document.body })
  const save = async (): Promise<void> => {
    await shown.find('.button.primary').trigger('click')
    for (let turn = 0; turn < 6; turn += 1) await flushPromises()
  }
  return { shown, save, writing: writing! }
}

it('shows who wrote what and keeps mine, then saves mine over it when told to', async () => {
  const { shown, save, writing } = await begin()
  writing.change([{ text: '我写的。' }])
  standing = paper(2, '赵立写的。')
  await save()
  expect(shown.find('.editor-conflict').text()).toMatch(/赵立.*改写一段.*稿上的.*赵立写的。.*我写的.*我写的。/s)
  expect(writing.words.value).toEqual([{ text: '我写的。' }])
  await save()
  expect(sent).toEqual([{ version: '1', runs: [{ text: '我写的。' }] }, { version: '2', runs: [{ text: '我写的。' }] }])
  expect(writing.key.value).toBeNull()
  shown.unmount()
})

it('goes on by itself when another paragraph was written', async () => {
  const { shown, save, writing } = await begin()
  writing.change([{ text: '我写的。' }])
  standing = paper(3, '原来的。')
  await save()
  expect(sent.map((one) => one.version)).toEqual(['1', '3'])
  expect(writing.key.value).toBeNull()
  shown.unmount()
})

it('says that a pasted figure of another paragraph will be words', async () => {
  const { shown, writing } = await begin()
  writing.change([{ figure: { metric: 'm', area: 'a', period: '2026-10', value: '5', qualifier: 'exact', text: '5' } }])
  await flushPromises()
  expect(shown.text()).toContain('有 1 个数字不是这一段原有的')
  shown.unmount()
})
