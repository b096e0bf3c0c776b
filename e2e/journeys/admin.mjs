//! An office set up on screen: areas, organisations and people from small tables, a post filled, a grant given; the
//! newcomer signs in with the one-time password and must change it. And the settings of the office, each with a reason.
import assert from 'node:assert/strict'
import { slips, take, tryTable } from '../world/imports.mjs'
import { settle, signIn } from '../world/person.mjs'

const TOWN = '990101001'
const csv = (name, ...lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n') + '\n') })
const stamp = Date.now().toString(36)
const login = `newcomer${stamp}`
const CHOSEN = 'a sentence that I remember'

const HEADS = {
  areas: '代码,名称,级别,类型,上级代码',
  organisations: '代码,名称,简称,类型,辖区代码,上级代码',
  people: '姓名,机构代码,职务,负责人,角色,辖区代码,范围,登录名',
}

const read = (page, what, ...lines) => tryTable(page, csv(`${what}.csv`, HEADS[what], ...lines))

/** Faults are shown by row and column before anything is written; the mended table is brought in whole. */
async function imported(clerk) {
  const { page } = clerk
  await clerk.open('/desk/admin/imports?what=areas')
  await read(page, 'areas', `9901010018${stamp},三组,village,,${TOWN}`, `990101001209,柳岸社区,village,,77`)
  const rows = await page.locator('.import-result tbody tr').allTextContents()
  assert.equal(rows.length, 2, rows.join('\n'))
  assert.match(rows[0], /^2三组代码.*位数与级别不符/)
  assert.match(rows[1], /^3柳岸社区上级代码77没有这个上级/)
  assert.equal(await page.getByRole('button', { name: /^导入 \d/ }).count(), 0, 'nothing can be brought in')
  await read(page, 'areas', `990101001209,柳岸社区,village,,${TOWN}`)
  await take(page, 1)

  await page.getByRole('button', { name: '机构', exact: true }).click()
  await read(page, 'organisations', `LA,柳岸社区居民委员会,柳岸社区,community,990101001209,ZF`)
  await take(page, 1)

  await page.getByRole('button', { name: '人员', exact: true }).click()
  await read(page, 'people', `孟岩,LA,书记,是,community_officer,990101001209,own,${login}`, `方圆,LA,干事,否,,,,`)
  await take(page, 2)
  assert.ok(await page.locator('.slip-sheet').getByRole('button', { name: '关闭' }).isDisabled(), 'a slip is not lost by a slip of the hand')
  const passwords = await slips(page)
  assert.deepEqual(Object.keys(passwords), [login])
  return passwords[login]
}

/** A post is opened, filled, and given a role; what its holder may do there is then told. */
async function posted(clerk) {
  const { page } = clerk
  await clerk.open('/desk/admin/organisations?q=柳岸')
  await page.getByRole('link', { name: '柳岸社区居民委员会' }).click()
  await page.getByRole('button', { name: '设岗位' }).click()
  await page.getByLabel('岗位名称').fill('复查专员')
  await page.getByRole('button', { name: '设岗位' }).click()
  const card = page.locator('.post-card', { hasText: '复查专员' })
  await card.getByText('空缺').waitFor()
  await card.getByRole('button', { name: '定人' }).click()
  await card.locator('.pick-field > button').click()
  await page.locator('.pick-box input').fill('方圆')
  await page.getByRole('option', { name: /方圆/ }).click()
  await card.getByRole('button', { name: '定人' }).click()
  await card.getByRole('link', { name: '方圆' }).waitFor()
  await card.getByRole('button', { name: '授权' }).click()
  await card.locator('.pick-field > button').first().click()
  await page.getByRole('option', { name: '复查员' }).click()
  await card.getByRole('button', { name: '授权' }).click()
  await card.getByText(/复查员 · 柳岸社区 · 全部/).waitFor()
  await card.getByRole('link', { name: '方圆' }).click()
  await page.getByRole('heading', { name: '这个人在这里能做什么？' }).waitFor()
  await page.locator('.rights-source', { hasText: '复查专员' }).getByText(/复查/).first().waitFor()
}

/** A grant cannot end before it began. */
async function withdrawn(clerk) {
  const { page } = clerk
  await clerk.open('/desk/admin/organisations?q=柳岸')
  await page.getByRole('link', { name: '柳岸社区居民委员会' }).click()
  const card = page.locator('.post-card', { hasText: '复查专员' })
  await card.getByRole('button', { name: '收回' }).click()
  const { today } = await clerk.take('GET', '/api/session')
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)
  await card.getByLabel('最后一天').fill(yesterday)
  await card.getByLabel('理由').fill('试用期满')
  await card.getByRole('button', { name: '收回' }).click()
  await card.getByText('这一天早于现在生效的那一段').waitFor()
}

async function arrived(world, password) {
  const context = await world.browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${world.base}/desk/`)
  const answer = await context.request.fetch(`${world.base}/api/session`, { method: 'POST', data: { login, password } })
  assert.equal(answer.status(), 204, 'the one-time password opens the door once')
  await page.goto(`${world.base}/desk/`)
  await settle(page, password, CHOSEN)
  assert.equal(await page.getByRole('link', { name: '设置', exact: true }).count(), 0, 'who administers nothing sees no settings')
  await page.goto(`${world.base}/desk/admin`)
  await page.getByText('这一页不归你管').waitFor()
  await context.close()
}

/** A limit of the office's own, said beside what was shipped, and given back. */
async function limited({ page, open }) {
  await open('/desk/admin/categories/sanitation.litter')
  await page.getByRole('button', { name: '改时限' }).click()
  await page.getByRole('spinbutton', { name: '返工时限' }).fill('3')
  await page.getByRole('button', { name: '改时限' }).click()
  await page.getByText('写上理由').waitFor()
  await page.getByLabel('理由').fill('创建冲刺')
  await page.getByRole('button', { name: '改时限' }).click()
  await page.getByRole('row', { name: /返工时限 3 个工作日 （原为1 个工作日）/ }).waitFor()
  await page.getByRole('button', { name: '恢复原样' }).click()
  await page.getByLabel('理由').fill('冲刺结束')
  await page.getByRole('button', { name: '恢复原样' }).click()
  await page.getByRole('row', { name: /返工时限 1 个工作日$/ }).waitFor()
}

async function pick(page, trigger, words) {
  await trigger.click()
  await page.locator('.pick-box input').fill(words)
  await page.getByRole('option', { name: new RegExp(`^${words}`) }).first().click()
}

/** A rule of the office's own decides the trial; ended, the category's own way holds again. */
async function dispatched({ page, open }) {
  await open('/desk/admin/dispatch')
  const form = page.locator('.action-form')
  await page.getByRole('button', { name: '新增规则' }).click()
  await pick(page, form.locator('.pick-field > button').nth(0), '散落垃圾')
  await pick(page, form.locator('.pick-field > button').nth(1), '东关社区')
  await form.locator('select').selectOption('line')
  await form.getByLabel('理由').fill('东关由环卫所直管')
  await form.getByRole('button', { name: '新增规则' }).click()
  await page.getByRole('cell', { name: '东关社区' }).waitFor()
  await pick(page, page.locator('#try-category'), '散落垃圾')
  await pick(page, page.locator('#try-area'), '东关社区')
  await page.getByText('因为本办的规则“散落垃圾 × 东关社区”：东关由环卫所直管').waitFor()
  await page.getByRole('button', { name: '结束' }).click()
  await page.getByLabel('理由').fill('试行结束')
  await page.getByRole('button', { name: '结束' }).click()
  await page.getByText('因为这类问题先找所在社区（村）。').waitFor()
}

/** A working day is made off, counted so, and given back to the notices. */
async function rested({ page, open, take }) {
  const { today } = await take('GET', '/api/session')
  const year = Number(today.slice(0, 4))
  const { days, working_days: before } = await take('GET', `/api/calendar?year=${year}`)
  const { day } = days.find((one) => one.why === 'weekday' && one.day > today)
  await open(`/desk/admin/calendar/${day}`)
  await page.getByRole('button', { name: '改为不上班' }).click()
  await page.getByLabel('理由').fill('镇里统一安排')
  await page.getByRole('button', { name: '改为不上班' }).click()
  await page.getByText(`全年 ${before - 1} 个工作日`).waitFor()
  await page.getByRole('button', { name: '按通知' }).click()
  await page.getByLabel('理由').fill('改回')
  await page.getByRole('button', { name: '按通知' }).click()
  await page.getByText(`全年 ${before} 个工作日`).waitFor()
}

/** A checklist goes on from its own definition, and says what is new in it. */
async function published({ page, open, take }) {
  const [{ id, name, version }] = await take('GET', '/api/checklists')
  const { form, site_types } = await take('GET', `/api/checklists/${id}/source`)
  const box = { ...form.items[0], key: 'power_box', label: '配电箱关好', label_en: 'Boxes closed' }
  await open('/desk/admin/checklists')
  await page.getByRole('button', { name: '发布新版' }).click()
  const choose = (body) => page.locator('.publish-file input').setInputFiles({ name: 'list.json', mimeType: 'application/json', buffer: Buffer.from(body) })
  await choose('{}')
  await page.getByText('这不是检查表的定义').waitFor()
  await choose(JSON.stringify({ form: { ...form, items: [...form.items, box] }, site_types }))
  await page.getByText('power_box · 分组：同一组的条目要排在一起').waitFor()
  await choose(JSON.stringify({ form: { ...form, items: [box, ...form.items] }, site_types }))
  await page.getByText('新增 1 条：配电箱关好').waitFor()
  await page.getByLabel('理由').fill('常有敞开的')
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText(`${name}已发布第 ${version + 1} 版`).waitFor()
  await page.getByText('配电箱关好').waitFor()
}

export const journeys = {
  'the office settles limits, rules, days and checklists': async (world) => {
    const clerk = await signIn(world, 'clerk')
    await limited(clerk)
    await dispatched(clerk)
    await rested(clerk)
    await published(clerk)
    await clerk.leave()
  },
  'an office is set up from tables and its newcomer arrives': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const password = await imported(clerk)
    await posted(clerk)
    await withdrawn(clerk)
    await clerk.leave()
    await arrived(world, password)
  },
}
