//! What failed is told and tried again; a seed is told on request; each part only for whoever may read it.
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import words from '@/i18n/zh-CN/running.json'
import { showPage } from '../mount.test.help'
import { endedMonths, eventWords } from './running'
import RunningPage from './RunningPage.vue'

const rights = new Set<string>()
vi.mock('@/app/session', async (original) => ({ ...(await original<object>()), can: (verb: string) => rights.has(verb), session: { value: { today: '2026-11-22' } } }))
beforeEach(() => rights.clear())
afterEach(() => vi.restoreAllMocks())

const failure = { subscriber: 'inspections.cases', event: 'e1', kind: 'case.fall_due', record: 'c1', at: '2026-11-20T01:00:00Z', state: 'given_up', failures: 10, error: 'no such visit', last_at: '2026-11-20T02:00:00Z', next_at: null, given_up_at: '2026-11-20T02:00:00Z', waiting: 2 }
const job = { id: 'j1', kind: 'forget_files', state: 'failed', attempts: 10, done: 0, total: null, error: 'disk full', run_at: '2026-11-20T01:00:00Z', created_at: '2026-11-20T01:00:00Z', finished_at: null }
const ANSWERS = {
  'GET /api/events/failures': { items: [failure], next: null },
  'GET /api/jobs': { items: [job, { ...job, id: 'j2', kind: 'brew_tea', error: null }], next: 'more' },
  'POST /api/events/e1/retry': { ...failure, state: 'trying', failures: 0 },
  'POST /api/jobs/j1/retry': { status: 409, code: 'job.not_failed', title: 'not failed' },
  'GET /api/cases/without-verifier': { count: 201, items: [{ id: 'c', number: '2611-0003', area: { id: 'a', name: '东关社区' }, lead: { id: 'o', name: '环卫所' }, verifier: null, since: '2026-11-19T01:00:00Z' }] },
  'POST /api/spot-seeds/2026-10': { month: '2026-10', seed: 'ab'.repeat(32) },
}

it('tries again what failed, and says why it could not', async () => {
  for (const right of ['system.read', 'system.write']) rights.add(right)
  const { shown, sent } = await showPage(RunningPage, ANSWERS, { words })
  expect(shown.text()).toContain('案件：到期')
  expect(shown.text()).toContain('已停试')
  expect(shown.text()).toContain('清理没用上的照片')
  expect(shown.text()).toContain('brew_tea')
  expect(shown.text()).not.toContain('抽查种子')
  const [event, first] = shown.findAll('[data-action=retry]')
  await event?.trigger('click')
  await flushPromises()
  await first?.trigger('click')
  await flushPromises()
  expect(sent).toEqual([{ path: 'POST /api/events/e1/retry', body: { subscriber: 'inspections.cases' } }, { path: 'POST /api/jobs/j1/retry', body: {} }])
  expect(shown.find('[role=alert]').text()).toBe('这个任务已经在排队或做成了。')
})

it('only shows what failed to whoever may not try again', async () => {
  rights.add('system.read')
  const { shown } = await showPage(RunningPage, ANSWERS, { words })
  expect(shown.text()).toContain('disk full')
  expect(shown.find('[data-action=retry]').exists()).toBe(false)
})

it('lists cases that nobody may verify, and tells a seed', async () => {
  for (const right of ['setting.read', 'audit.read']) rights.add(right)
  const { shown, sent } = await showPage(RunningPage, ANSWERS, { words })
  expect(shown.text()).toContain('2611-0003')
  expect(shown.text()).toContain('没有人可以复查')
  expect(shown.text()).toContain('只列等得最久的 1 件')
  await shown.find('[data-action=tell]').trigger('click')
  await shown.find('form').trigger('submit')
  await flushPromises()
  expect(sent.map((one) => one.path)).toEqual(['POST /api/spot-seeds/2026-10'])
  expect(shown.find('code').text()).toBe('ab'.repeat(32))
})

it('names an event it does not know, and only ended months', () => {
  expect(eventWords('tea.brew')).toBe('tea：brew')
  expect(endedMonths('2026-11-22')[0]).toBe('2026-10')
})
