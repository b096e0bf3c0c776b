//! Large tables beside other work: left to go on, found again under the bell, stopped, taken without their wrong rows,
//! and taken up again by a program that was killed. In a town of its own, since thousands of areas come to it.
import assert from 'node:assert/strict'
import { rows } from '../world/division.mjs'
import { signIn } from '../world/person.mjs'
import { inTown, startServer } from '../world/server.mjs'

const COMMUNITY = '990101001001'
const HEAD = '代码,名称,级别,类型,上级代码'
const csv = (name, lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...lines].join('\n') + '\n') })
/** The villages of some provinces by their real names, as grids of one community. */
const grids = (name, mark, ...provinces) => {
  const villages = rows('villages').filter(({ code }) => provinces.some((province) => code.startsWith(province)))
  return { ...csv(name, villages.map((one) => `${COMMUNITY}-${mark}${one.code},${one.name.replaceAll(',', '，')},grid,,${COMMUNITY}`)), count: villages.length }
}

const choose = (page, file) => page.locator('.import-page input[type=file]').setInputFiles(file)
const bell = (page) => page.getByRole('button', { name: '导入', exact: false }).and(page.locator('.bell > button'))
/** The list of the bell, opened. */
async function opened(page) {
  await bell(page).click()
  return page.locator('.bell-box')
}
const gridsOf = async (clerk, mark) => (await clerk.take('GET', `/api/areas?q=${COMMUNITY}-${mark}`)).length

/** Sends a file and leaves it to go on. */
async function sent(clerk, file) {
  const { page } = clerk
  await clerk.open('/desk/admin/imports?what=areas')
  await choose(page, file)
  await page.getByRole('button', { name: '转到后台' }).click()
  await page.getByText('在右上角的铃里能找到').waitFor()
  await page.getByText('选文件，试读').waitFor()
}

async function wentOn(world) {
  const clerk = await signIn(world, 'clerk')
  const { page } = clerk
  const file = grids('天津.csv', 'A', '12')
  assert.ok(file.count > 5000)
  await sent(clerk, file)
  await page.getByRole('link', { name: /案件/ }).first().click()
  await page.locator('.bell-count').waitFor()
  await page.getByRole('link', { name: /^2\d{3}-\d+/ }).first().waitFor()
  const list = await opened(page)
  await list.getByText('试读没有错，等你导入').waitFor()
  await list.getByRole('link', { name: file.name }).click()
  await page.getByRole('button', { name: new RegExp(`^导入 .*${String(file.count).slice(-3)} 行`) }).click()
  await page.getByRole('link', { name: '今天' }).click()
  await page.getByText(`已导入 ${file.name}`).waitFor()
  await (await opened(page)).getByText('辖区 · 已导入').waitFor()
  assert.ok((await gridsOf(clerk, 'A')) > 0)
  await clerk.leave()
}

async function stopped(world) {
  const clerk = await signIn(world, 'clerk')
  const { page } = clerk
  await sent(clerk, grids('山东.csv', 'B', '37'))
  await clerk.open('/desk/cases')
  const list = await opened(page)
  await list.getByRole('button', { name: /停止/ }).click()
  await list.getByRole('link', { name: '山东.csv' }).waitFor({ state: 'detached' })
  const [newest] = await clerk.take('GET', '/api/imports')
  assert.deepEqual([newest.file_name, newest.state], ['山东.csv', 'stopped'])
  await clerk.open(`/desk/admin/imports/${newest.id}`)
  await page.getByText('已停止，一行也没有写入').waitFor()
  assert.equal(await gridsOf(clerk, 'B'), 0)
  await clerk.leave()
}

async function withoutTheWrong(world) {
  const clerk = await signIn(world, 'clerk')
  const { page } = clerk
  await clerk.open('/desk/admin/imports?what=areas')
  await choose(page, csv('挂着.csv', ['990101001208,,village,,990101001', '990101001208-G1,一网格,grid,,990101001208']))
  await page.getByText('有 1 行没有错，但它们的上级在有错的行里').waitFor()
  assert.equal(await page.getByRole('button', { name: /只导入其余/ }).count(), 0)
  await choose(page, csv('两行.csv', [`${COMMUNITY}-C1,一网格,grid,,${COMMUNITY}`, `${COMMUNITY}-C2,,grid,,${COMMUNITY}`]))
  await page.getByRole('button', { name: '只导入其余 1 行' }).click()
  await page.getByText('有错的 1 行没有导入').waitFor()
  await page.reload()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载标错的表' }).click()])
  assert.equal(download.suggestedFilename(), '两行-标错.csv')
  const left = (await clerk.take('GET', '/api/imports')).filter(({ state }) => state === 'faulty')
  assert.deepEqual(left, [], 'the table that was replaced waits for nobody')
  await clerk.leave()
}

/** The import as it stands once it is as wanted. */
async function standing(clerk, wanted) {
  for (;;) {
    const [newest] = await clerk.take('GET', '/api/imports')
    if (newest && wanted(newest)) return newest
    await new Promise((done) => setTimeout(done, 100))
  }
}

async function killed(world, server) {
  const before = await signIn(world, 'clerk')
  const file = grids('吉林.csv', 'D', '22')
  await before.take('POST', '/api/imports?what=areas&background=true', { multipart: { file } })
  const cut = await standing(before, ({ staged }) => staged > 1000)
  await server.kill()
  await before.leave()
  assert.deepEqual([cut.state, cut.total], ['staging', file.count])
  const again = await startServer(world.binary, { data: server.data })
  try {
    const clerk = await signIn({ ...world, base: again.base }, 'clerk')
    const whole = await standing(clerk, ({ state }) => state !== 'staging')
    assert.deepEqual([whole.id, whole.state, whole.staged], [cut.id, 'checked', file.count])
    await clerk.leave()
  } finally {
    await again.stop()
  }
}

export const journeys = {
  'an import goes on in the background, and is found under the bell': (world) => inTown(world, wentOn),
  'an import is stopped under the bell, and nothing of it is written': (world) => inTown(world, stopped),
  'wrong rows are left out where none hangs on them': (world) => inTown(world, withoutTheWrong),
  'a killed program takes its import up again': (world) => inTown(world, killed),
}
