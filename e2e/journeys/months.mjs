//! A month closed, something entered into it late, and what that shows: on the figure, on the month's list, and beside a
//! paper that stays as it was.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'

const METRIC = 'case.registered'
/** The month before today's, as `2026-10`. */
function lastMonth(today) {
  const [year, month] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7)
}
const words = (month) => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`
const figure = async (person, month, rest = '') => person.take('GET', `/api/figures/${METRIC}?period=${month}${rest}`)
const row = (page, month) => page.getByRole('row', { name: new RegExp(`^${words(month)}`) })

/** A case registered in a month that the office may still cancel. */
async function openCase(person, month) {
  const [from, to] = [`${month}-01`, new Date(Date.UTC(...month.split('-').map(Number), 0)).toISOString().slice(0, 10)]
  const { items } = await person.take('GET', `/api/cases?view=open&from=${from}&to=${to}&limit=50`)
  for (const { id } of items) {
    const found = await person.take('GET', `/api/cases/${id}`)
    if (found.allowed.some(({ verb }) => verb === 'cancel')) return found
  }
  throw new Error(`no open case of ${month}`)
}

/** Cancels a case on its page, up to the question why it comes late. */
async function cancel(clerk, found) {
  const { page } = clerk
  await clerk.open(`/desk/cases/${found.id}?view=all`)
  await page.getByRole('button', { name: '更多' }).last().click()
  await page.getByRole('menuitem', { name: '作废此案' }).or(page.getByRole('button', { name: '作废此案' })).first().click()
  await page.getByLabel('理由').fill('登记重了')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: /已经结账/ })
  await dialog.waitFor()
  return dialog
}

export const journeys = {
  'a closed month takes a late entry with a reason only, and tells before and now where it shows': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const { today } = await clerk.take('GET', '/api/session')
    const month = lastMonth(today)
    const paper = await clerk.take('POST', '/api/reports/summaries', { data: { period: month } })

    await clerk.open('/desk/figures')
    await page.getByRole('link', { name: '结账' }).click()
    await row(page, month).getByRole('button', { name: '结账' }).click()
    await page.getByRole('button', { name: `结${words(month)}的账` }).click()
    await row(page, month).getByText('已结账').waitFor()
    const before = await figure(clerk, month)

    const found = await openCase(clerk, month)
    let dialog = await cancel(clerk, found)
    await dialog.getByRole('button', { name: '补录', exact: true }).click()
    await dialog.getByText('写明为什么现在才补').waitFor()
    await dialog.getByRole('button', { name: '不补录' }).click()
    await page.getByText(/补录要有权限/).first().waitFor()
    assert.deepEqual((await figure(clerk, month)).value, before.value, 'without a reason nothing is written')

    dialog = await cancel(clerk, found)
    await dialog.getByLabel('补录原因').fill('同一处登记了两次')
    await dialog.getByRole('button', { name: '补录', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(/已作废/).first().waitFor()
    const after = await figure(clerk, month)
    assert.equal(Number(after.value), Number(before.value) - 1)

    // on the month's list
    await clerk.open('/desk/months')
    await row(page, month).getByRole('button', { name: /笔/ }).click()
    const changes = page.getByRole('region', { name: words(month) })
    await changes.getByText('同一处登记了两次').first().waitFor()
    await changes.getByRole('row', { name: new RegExp(`${before.metric.name}.*${before.value}.*${after.value}`) }).first().waitFor()

    // on the figure, as it was closed and as it is
    await changes.getByRole('row', { name: new RegExp(before.metric.name) }).first().getByRole('link').first().click()
    await page.getByText(`当时 ${before.value}，现在 ${after.value}。`).waitFor()
    assert.equal((await page.locator('.figure-big').textContent()).replace(/\D/g, ''), before.value)
    await page.locator('.figures-then', { hasText: `${words(month)}结账时` }).waitFor()
    await page.getByRole('button', { name: '看现在的数' }).click()
    await page.locator('.figure-big', { hasText: after.value }).waitFor()

    // beside the paper, which says what it said
    await clerk.open(`/desk/reports/${paper.id}`)
    await page.getByText(/其中 \d+ 个有结账后的补录/).waitFor()
    await page.getByRole('button', { name: '看变动' }).click()
    await page.getByRole('complementary', { name: '变动' }).getByText('同一处登记了两次').first().waitFor()
    const kept = await clerk.take('GET', `/api/reports/summaries/${paper.id}`)
    assert.deepEqual(kept.blocks, paper.blocks)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.paragraph-now').first().isVisible(), false, 'its print is what it was')
    await page.emulateMedia({ media: 'screen' })
    await clerk.leave()
  },

  'a month is opened again with a reason, and closed anew': async (world) => {
    const leader = await signIn(world, 'leader')
    const { page } = leader
    const { today } = await leader.take('GET', '/api/session')
    const month = lastMonth(`${lastMonth(today)}-01`)
    await leader.open('/desk/months')
    const line = row(page, month)
    await line.getByRole('button', { name: '结账' }).click()
    await page.getByRole('button', { name: `结${words(month)}的账` }).click()
    await line.getByRole('button', { name: '撤销结账' }).click()
    await page.getByRole('button', { name: `撤销${words(month)}的结账` }).click()
    await page.getByText('写明为什么撤销').waitFor()
    await page.getByLabel('补录原因').fill('还有一批台账')
    await page.getByRole('button', { name: `撤销${words(month)}的结账` }).click()
    await page.getByText(/撤销过结账：还有一批台账/).waitFor()
    await line.getByText('未结账').waitFor()
    await leader.leave()
  },
}
