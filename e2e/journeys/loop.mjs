//! One problem from the street to the figure: reported, dispatched, put right, verified, counted, and opened again.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'
import { photo } from '../world/photo.mjs'

const PLACE = '菜市街 8 号东门'
const LEAD = '东关社区'

/** The number of closed cases of the month, as the office's figure has it. */
async function closed(clerk) {
  const { today } = await clerk.take('GET', '/api/session')
  const figure = await clerk.take('GET', `/api/figures/case.closed?period=${today.slice(0, 7)}`)
  return Number(figure.value)
}

async function reported(world) {
  const inspector = await signIn(world, 'inspector', { phone: true })
  const { page } = inspector
  await inspector.open('/m/report')
  await page.setInputFiles('#shots', [await photo(world, 'near'), await photo(world, 'wide')])
  await page.getByRole('button', { name: /^类别/ }).click()
  await page.getByRole('searchbox').fill('散落垃圾')
  await page.getByRole('button', { name: /^散落垃圾/ }).click()
  await page.getByRole('button', { name: /^社区（村）/ }).click()
  await page.getByRole('searchbox').fill(LEAD)
  await page.getByRole('button', { name: LEAD }).click()
  await page.getByLabel('地点').fill(PLACE)
  assert.equal(await page.getByLabel('问题').inputValue(), `${PLACE}散落垃圾`, 'the title follows place and kind')
  await page.getByRole('button', { name: '上报', exact: true }).click()
  const heading = await page.getByRole('heading', { name: /收到了，案件号/ }).textContent()
  await page.getByRole('link', { name: '看这件案件' }).click()
  await page.getByRole('heading', { name: /^即查即改 / }).waitFor()
  const id = new URL(page.url()).pathname.split('/').pop()
  const { photos } = await inspector.take('GET', `/api/cases/${id}`)
  assert.equal(photos.length, 2, 'both photos hang on the case')
  await inspector.leave()
  return { id, number: heading.match(/\d{4}-\d{4}/)[0] }
}

async function dispatched(clerk, { id, number }) {
  const { page } = clerk
  await clerk.open(`/desk/cases/${id}?view=all`)
  await page.getByRole('button', { name: '派遣', exact: true }).click()
  await page.locator('.verb-form .pick-field > button').click()
  await page.locator('.pick-box input').fill(LEAD)
  await page.getByRole('option', { name: LEAD }).click()
  await page.locator('.verb-form').getByRole('button', { name: '派遣', exact: true }).click()
  await page.getByText(`已派遣给${LEAD}`).waitFor()
  assert.equal((await clerk.take('GET', `/api/cases/${id}`)).state, 'dispatched', number)
}

async function rectified(world, { number }) {
  const community = await signIn(world, 'community', { phone: true })
  const { page } = community
  await community.open('/m/')
  await page.getByText(new RegExp(`${number}$`)).click()
  await page.getByRole('button', { name: '受理', exact: true }).click()
  await page.getByRole('heading', { name: `整改 ${number}` }).waitFor()
  assert.ok(await page.getByRole('button', { name: '报完成' }).isDisabled(), 'nothing is done without a photo')
  await page.setInputFiles('#after', [await photo(world, 'after')])
  await page.getByLabel('整改情况').fill('已清扫')
  await page.getByRole('button', { name: '报完成' }).click()
  await page.getByText(`${number} 已报完成，等待复查`).waitFor()
  await community.leave()
}

async function verified(world, { number }) {
  const verifier = await signIn(world, 'verifier', { phone: true })
  const { page } = verifier
  await verifier.open('/m/cases/verify')
  await page.getByText(new RegExp(`${number}$`)).click()
  await page.getByText('不属整改单位').waitFor()
  assert.ok(await page.getByText('还差：结论').isVisible(), 'what is missing stands under the button')
  await page.getByText('合格，结案').click()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText(`${number} 已结案`).waitFor()
  await verifier.leave()
}

async function opened(clerk, { id, number }, count) {
  const { page } = clerk
  await clerk.open('/desk/figures/case.closed')
  assert.equal(Number((await page.locator('.figure-big').textContent()).replace(/\D/g, '')), count, 'the figure on the desk')
  await page.getByRole('button', { name: number }).first().click()
  await page.getByRole('link', { name: '打开案件' }).click()
  await page.waitForURL(new RegExp(id))
  assert.equal((await clerk.take('GET', `/api/cases/${id}`)).state, 'closed')
}

export const journeys = {
  'a case goes round the loop and moves its figure by one': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const before = await closed(clerk)
    const found = await reported(world)
    await dispatched(clerk, found)
    await rectified(world, found)
    await verified(world, found)
    assert.equal(await closed(clerk), before + 1)
    await opened(clerk, found, before + 1)
    await clerk.leave()
  },
}
