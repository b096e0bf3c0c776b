//! Areas and organisations over time on screen: two villages become one in the middle of a month, a village becomes a community, an estate's community is parted, an office is parted and what it left is handed on; the figures on both trees, and nothing left that nobody reads.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'
import { inTown } from '../world/server.mjs'

const FROM = '990101001201' // 南窑村
const INTO = '990101001202' // 北岗村
const VILLAGE = '990101001204'
const PARTED = '990101001005' // 站前社区
const PAST = '2026-10-01'

const areaOf = async (clerk, code) => (await clerk.take('GET', `/api/areas?q=${code}`))[0]
const counted = async (clerk, area) => Number((await clerk.take('GET', `/api/figures/case.registered?area=${area}&period=2026`)).value)

async function merged(clerk) {
  const { page } = clerk
  const [from, into] = [await areaOf(clerk, FROM), await areaOf(clerk, INTO)]
  const before = [await counted(clerk, from.id), await counted(clerk, into.id)]
  assert.ok(before[0] > 0, 'the village has a history')
  const open = (await clerk.take('GET', `/api/cases?area=${from.id}`)).items
  const own = open.find((one) => one.lead?.name === from.name)

  await clerk.open(`/desk/admin/areas/${from.id}`)
  await page.getByRole('button', { name: '撤并' }).click()
  await page.locator('.pick-field > button').click()
  await page.getByRole('option', { name: into.name }).click()
  await page.locator('.move-preview table tbody tr').first().waitFor()
  await page.getByLabel('理由').fill('村庄撤并')
  await page.getByLabel('依据文件').fill('镇政发〔2026〕41号')
  await page.getByRole('button', { name: '撤并' }).click()
  await page.locator('.tag', { hasText: '撤销' }).waitFor()
  await page.locator('.tree-history', { hasText: into.name }).waitFor()

  assert.deepEqual([await counted(clerk, from.id), await counted(clerk, into.id)], [before[0], before[0] + before[1]])
  const rows = async (query) => (await clerk.take('GET', `/api/figures/case.registered/split?period=2026&by=area${query}`)).rows.map((row) => row.name)
  assert.ok(!(await rows('')).includes(from.name) && (await rows(`&tree_day=${PAST}`)).includes(from.name), 'it stands on the tree of before alone')
  if (own) {
    const shown = await clerk.take('GET', `/api/cases/${own.id}`)
    assert.equal(shown.lead.name, into.name)
    await clerk.open(`/desk/cases/${own.id}`)
    await page.getByText('移交，由承接单位办理').first().waitFor()
  }
  await clerk.open('/desk/admin/unattended')
  await page.getByText('每件事都有人管').waitFor()
}

async function because(page) {
  await page.getByLabel('理由').fill('机构和区划调整')
  await page.getByLabel('依据文件').fill('镇政发〔2026〕42号')
}

async function intoTwo(page, ...parts) {
  for (const [at, [name, code]] of parts.entries()) {
    await page.getByLabel(`第 ${at + 1} 部分名称`).fill(name)
    await page.getByLabel(`第 ${at + 1} 部分代码`).fill(code)
  }
}

/** Its name changes, its records stay where they are; on a tree of before it still has the old one. */
async function converted(clerk) {
  const { page } = clerk
  const village = await areaOf(clerk, VILLAGE)
  const before = await counted(clerk, village.id)
  const name = village.name.replace('村', '社区')
  await clerk.open(`/desk/admin/areas/${village.id}`)
  await page.getByRole('button', { name: '改制' }).click()
  await page.getByLabel('改为').selectOption('community')
  await page.getByLabel('名称', { exact: true }).fill(name)
  await page.getByLabel('代码').fill('990101001099')
  await because(page)
  await page.getByRole('button', { name: '改制' }).click()
  await page.locator('.tree-history', { hasText: '改制' }).waitFor()
  assert.equal(await counted(clerk, village.id), before)
  await clerk.open('/desk/figures/case.registered?period=2026')
  await page.locator('.split', { hasText: name }).or(page.getByText(name)).first().waitFor()
  await clerk.open('/desk/admin/organisations')
  await page.getByText(name).first().waitFor()
}

/** What a community had stays with it; its open work goes to the first part. */
async function parted(clerk) {
  const { page } = clerk
  const community = await areaOf(clerk, PARTED)
  const open = (await clerk.take('GET', `/api/cases?area=${community.id}`)).items.filter((one) => one.lead?.name === community.name)
  assert.ok(open.length, 'it has work in hand')
  await clerk.open(`/desk/admin/areas/${community.id}`)
  await page.getByRole('button', { name: '拆分' }).click()
  await intoTwo(page, ['站前东社区', '990101001015'], ['站前西社区', '990101001016'])
  await because(page)
  await page.getByRole('button', { name: '拆分' }).click()
  await page.locator('.tree-history', { hasText: '站前西社区' }).waitFor()
  const shown = await clerk.take('GET', `/api/cases/${open[0].id}`)
  assert.equal(shown.lead.name, '站前东社区')
}

/** What no part takes is told on the first page, and handed on from the list behind it. */
async function handedOn(clerk) {
  const { page } = clerk
  const office = (await clerk.take('GET', '/api/organisations')).find((one) => one.short_name === '镇环卫所')
  await clerk.open(`/desk/admin/organisations/${office.id}`)
  await page.getByRole('button', { name: '拆分' }).click()
  await intoTwo(page, ['环卫一所', 'HW-1'], ['环卫二所', 'HW-2'])
  await page.getByLabel('没有点到的归谁').selectOption({ label: '先不定，列入“无人承接”' })
  await because(page)
  await page.getByRole('button', { name: '拆分' }).click()
  await page.locator('.tree-history', { hasText: '环卫二所' }).waitFor()

  await clerk.open('/desk/')
  await page.getByRole('link', { name: /处无人承接/ }).click()
  await page.getByRole('row', { name: /镇环卫所/ }).getByText('移交').first().click()
  await page.getByRole('button', { name: '移交' }).click()
  await page.locator('.pick-field > button').click()
  await page.getByRole('option', { name: '环卫一所' }).click()
  await because(page)
  await page.getByRole('button', { name: '移交' }).click()
  await page.locator('.tree-history', { hasText: '移交' }).waitFor()
  await clerk.open('/desk/admin/unattended')
  await page.getByText('每件事都有人管').waitFor()
}

async function asClerk(world, ...walks) {
  const clerk = await signIn(world, 'clerk')
  for (const walk of walks) await walk(clerk)
  await clerk.leave()
}

// other journeys need the offices of the town as they are
export const journeys = {
  'two villages become one, and nothing is left unread': (world) => asClerk(world, merged),
  'a village becomes a community, and one community two': (world) => inTown(world, (own) => asClerk(own, converted, parted)),
  'what a parted office leaves stands on the first page until it is handed on': (world) => inTown(world, (own) => asClerk(own, handedOn)),
}
