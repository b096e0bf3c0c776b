//! Two entries: who is where, and what is settled; each shows only its own pages, and an entry alone leads to its first.
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n, speak } from '@/i18n'
import zh from '@/i18n/zh-CN/admin.json'
import desk from '@/i18n/zh-CN/desk.json'
import AdminFrame from './AdminFrame.vue'
import { adminRoutes } from './routes'

const rights = new Set<string>()
vi.mock('@/app/session', async (original) => ({ ...(await original<object>()), can: (verb: string) => rights.has(verb) }))
vi.mock('./tree/UnattendedLine.vue', () => ({ __esModule: true, default: { template: '<i class="told" />' } }))
beforeEach(() => rights.clear())

async function show(path: string, ...held: string[]) {
  for (const right of held) rights.add(right)
  for (const words of [zh, desk]) i18n.global.mergeLocaleMessage('zh-CN', words)
  await speak('zh-CN')
  const children = adminRoutes.map((route) => ({ ...route, component: { template: '<i />' } }) as typeof route)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/admin', name: 'admin', component: AdminFrame, children }] })
  await router.push(path)
  const shown = mount({ template: '<RouterView />' }, { global: { plugins: [i18n, router] } })
  await vi.dynamicImportSettled()
  await flushPromises()
  return { shown, at: () => router.currentRoute.value.name, tabs: () => shown.findAll('.admin-tabs a').map((tab) => tab.text()) }
}

it('parts the directory from the settings', async () => {
  const all = ['area.write', 'person.write', 'setting.read', 'audit.read']
  const settings = await show('/admin', ...all)
  expect([settings.at(), settings.shown.find('h1').text()]).toEqual(['admin-categories', '设置'])
  expect(settings.tabs()).toEqual(['类别与时限', '派遣规则', '日历', '检查表', '名称与统计月', '改动记录', '运行'])
  const directory = await show('/admin/directory', ...all)
  expect([directory.at(), directory.shown.find('h1').text()]).toEqual(['admin-areas', '机构人员'])
  expect(directory.tabs()).toEqual(['辖区', '机构岗位', '人员', '导入'])
})

it('leads whoever has only the other entry there', async () => {
  expect((await show('/admin', 'account.write')).at()).toBe('admin-people')
})

it('tells what nobody reads to who puts it right, but on its own page', async () => {
  const told = async (path: string, right: string) => (await show(path, right)).shown.find('.told').exists()
  expect(await told('/admin', 'setting.read')).toBe(false)
  expect(await told('/admin', 'account.write')).toBe(true)
  expect(await told('/admin/unattended', 'account.write')).toBe(false)
})

it('says so where nothing is permitted', async () => {
  expect((await show('/admin')).shown.text()).toContain('这一页不归你管')
  expect((await show('/admin/history', 'area.write')).shown.text()).toContain('这一页不归你管')
})
