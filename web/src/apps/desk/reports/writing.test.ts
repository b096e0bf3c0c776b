//! Two people in one paragraph: both texts stay in view until the writer chooses.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, toRef } from 'vue'
import type { Report } from '@/api/types'
import { i18n, speak } from '@/i18n'
import zh from '@/i18n/zh-CN/reports.json'
import ParagraphEditor from './ParagraphEditor.vue'
import { useWriting, type Writing } from './writing'

const paper = (version: number, text: string) => ({ id: 'r', version, blocks: [{ key: 'a', content: { kind: 'paragraph', runs: [{ text }] }, edited: true, edited_at: null }] }) as unknown as Report
const history = [{ at: '2026-10-30T01:24:00Z', person: { id: 'p', name: '赵立' }, verb: 'report.edit', block: 'a', before: '原来的。', after: '赵立写的。' }]
let standing = paper(1, '原来的。')
let hold: Response | null = null
let asked: string[] = []
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
  asked = []
  hold = null
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const request = input as Request
    if (request.url.endsWith('/hold')) {
      asked.push(request.method)
      return hold?.clone() ?? answer(200, { person: { id: 'me', name: '周敏' }, until: '2026-10-30T01:26:00Z' })
    }
    if (request.url.endsWith('/history')) return answer(200, history)
    if (request.method === 'GET') return answer(200, standing)
    const { runs } = (await request.json()) as { runs: unknown }
    sent.push({ version: request.headers.get('If-Match'), runs })
    return Number(request.headers.get('If-Match')) === standing.version ? answer(200, paper(standing.version + 1, '存了。')) : answer(412, { code: 'report.stale', title: 'stale' })
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

it('says that a figure of elsewhere is taken anew, and asks for it', async () => {
  const { shown, save, writing } = await begin()
  writing.change([{ figure: { metric: 'm', area: 'a', period: '2026-10', value: '5', qualifier: 'exact', text: '5' } }])
  await flushPromises()
  expect(shown.text()).toContain('1 个新放进来的数字')
  await save()
  expect(sent).toEqual([{ version: '1', runs: [{ cite: { metric: 'm', area: 'a', period: '2026-10' } }] }])
  shown.unmount()
})

describe('holding', () => {
  const refusal = () => answer(409, { code: 'paper.held', title: 'held', params: { holder: '赵立', until: '2026-10-30T01:26:00Z' } })
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) await flushPromises()
  }

  it('takes the paragraph when the writing begins and gives it back when it ends', async () => {
    const { shown, save, writing } = await begin()
    writing.change([{ text: '我写的。' }])
    await save()
    await settle()
    expect(asked).toEqual(['POST', 'DELETE'])
    shown.unmount()
  })

  it('does not keep somebody waiting who has written nothing', async () => {
    hold = refusal()
    const { shown, writing } = await begin()
    await settle()
    expect(writing.key.value).toBeNull()
    shown.unmount()
  })

  it('keeps and shows what was written, and says who writes there', async () => {
    localStorage.setItem('wenming.paper.r.a', JSON.stringify([{ text: '我写的。' }]))
    hold = refusal()
    const { shown, writing } = await begin()
    await settle()
    expect(writing.key.value).toBe('a')
    expect(shown.text()).toContain('赵立 正在改这一段，到 09:26 为止。你写的留在本机')
    expect(shown.find('.editor-box').text()).toBe('我写的。')
    shown.unmount()
  })

  it('keeps the words when the save meets another writer', async () => {
    const { shown, save, writing } = await begin()
    writing.change([{ text: '我写的。' }])
    vi.mocked(globalThis.fetch).mockImplementation(async (input) => ((input as Request).method === 'PUT' ? refusal() : answer(200, standing)))
    await save()
    expect(shown.text()).toContain('赵立 正在改这一段')
    expect(writing.words.value).toEqual([{ text: '我写的。' }])
    shown.unmount()
  })
})
