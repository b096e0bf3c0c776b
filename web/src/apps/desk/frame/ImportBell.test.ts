//! The bell lists own imports, what runs first; it is not there without any, and stops one where it stands.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import words from '@/i18n/zh-CN/desk.json'
import { showPage } from '../admin/mount.test.help'
import ImportBell from './ImportBell.vue'

vi.mock('@/app/session', async (original) => ({ ...(await original<object>()), can: () => true, serverNow: () => new Date('2026-10-30T02:00:00Z') }))
afterEach(() => vi.restoreAllMocks())

const one = (id: string, state: string, more = {}) => ({ id, what: 'areas', file_name: `${id}.csv`, state, staged: 5, total: 10, problem: null, created_at: '2026-10-30T01:00:00Z', ...more })
const bell = async (list: object[]) => showPage(ImportBell, { 'GET /api/imports': list, 'POST /api/imports/b/stop': one('b', 'stopped') }, { words })

it('is absent where there is nothing to show', async () => {
  expect((await bell([])).shown.find('button').exists()).toBe(false)
  expect((await bell([one('a', 'stopped'), one('b', 'applied', { created_at: '2026-10-20T01:00:00Z' })])).shown.find('button').exists()).toBe(false)
})

it('counts what runs or waits, lists what runs first, and stops it', async () => {
  const { shown, sent } = await bell([one('a', 'applied'), one('c', 'faulty'), one('b', 'staging')])
  expect(shown.find('.bell-count').text()).toContain('2')
  await shown.find('button').trigger('click')
  expect(shown.findAll('li').map((row) => row.find('a').text())).toEqual(['b.csv', 'c.csv', 'a.csv'])
  expect(shown.findAll('li')[0]?.text()).toContain('辖区 · 正在试读')
  expect(shown.find('[role=progressbar]').attributes('aria-valuenow')).toBe('5')
  await shown.find('li button').trigger('click')
  await flushPromises()
  expect(sent.map(({ path }) => path)).toEqual(['POST /api/imports/b/stop'])
})
