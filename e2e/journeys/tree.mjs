//! Areas over time on screen: two villages become one in the middle of a month; the figures on both trees, an open case handed on, and nothing left that nobody reads.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'

const FROM = '990101001201' // 南窑村
const INTO = '990101001202' // 北岗村

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
  if (own) {
    const shown = await clerk.take('GET', `/api/cases/${own.id}`)
    assert.equal(shown.lead.name, into.name)
    await clerk.open(`/desk/cases/${own.id}`)
    await page.getByText('移交，由承接单位办理').first().waitFor()
  }
  await clerk.open('/desk/admin/unattended')
  await page.getByText('每件事都有人管').waitFor()
}

export const journeys = {
  'two villages become one, and nothing is left unread': async (world) => {
    const clerk = await signIn(world, 'clerk')
    await merged(clerk)
    await clerk.leave()
  },
}
