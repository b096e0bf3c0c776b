//! The desk by keys alone: from page to page, through the rows of each list and back, and silent where somebody types.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'

const at = (page) => new URL(page.url()).pathname
const focused = (page, what) => page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, what)
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key)
}

/** Rows, the opened record and its neighbour, and back to the row: the same on every list. */
async function walked({ page, open }, list, row) {
  await open(list)
  await page.locator(row).first().waitFor()
  await press(page, '/')
  assert.ok(await focused(page, 'input[type=search]'), `${list}: / goes into the filter`)
  await press(page, 'j', 'Escape')
  assert.equal(at(page), list, `${list}: letters are words where somebody types`)
  await open(list)
  await page.locator(row).first().waitFor()
  await press(page, 'j', 'j')
  const wanted = await page.evaluate(() => document.activeElement?.getAttribute('href')?.split('?')[0])
  assert.ok(wanted?.startsWith(`${list}/`), `${list}: J goes to a row, not to ${wanted}`)
  await press(page, 'Enter')
  await page.waitForURL((url) => url.pathname === wanted)
  await press(page, ']')
  await page.waitForURL((url) => url.pathname !== wanted)
  await press(page, '[')
  await page.waitForURL((url) => url.pathname === wanted)
  await press(page, 'Escape')
  await page.waitForURL((url) => url.pathname === list)
  await page.waitForFunction((href) => document.activeElement?.getAttribute('href')?.startsWith(href), wanted)
}

export const journeys = {
  'G and a letter go to every page of the nav, and ? tells them': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    await clerk.open('/desk/')
    const pages = { b: 'standards', l: 'sites', r: 'inspections', c: 'cases', p: 'reports', d: 'figures', o: 'admin/areas', s: 'admin/categories', t: '' }
    for (const [letter, where] of Object.entries(pages)) {
      await press(page, 'g', letter)
      await page.waitForURL((url) => url.pathname === `/desk/${where}`)
    }
    await press(page, '?')
    const list = page.getByRole('dialog', { name: '按键' })
    const told = await list.locator('kbd').allTextContents()
    for (const letter of Object.keys(pages)) assert.ok(told.includes(`G ${letter.toUpperCase()}`), `G ${letter} is told`)
    await list.getByRole('checkbox').uncheck()
    await press(page, 'Escape')
    await press(page, 'g', 'c')
    assert.equal(at(page), '/desk/', 'switched off, letters are silent')
    await clerk.leave()
  },

  'the rows of every list are gone through and opened the same way': async (world) => {
    const clerk = await signIn(world, 'clerk')
    await walked(clerk, '/desk/cases', '.case-table tbody tr')
    await walked(clerk, '/desk/sites', '.case-table tbody tr')
    await walked(clerk, '/desk/admin/areas', '.admin-tree-row')
    await walked(clerk, '/desk/admin/organisations', '.admin-tree-row')
    await walked(clerk, '/desk/admin/people', '.admin-table tbody tr')
    await walked(clerk, '/desk/admin/categories', '.admin-table tbody tr')
    await clerk.leave()
  },

  'the rounds of a day are gone through by keys': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const record = () => page.evaluate(() => document.activeElement?.getAttribute('data-record'))
    const opened = (url) => url.searchParams.get('slot') ?? url.searchParams.get('visit')
    await clerk.open('/desk/inspections')
    await page.locator('.inspections a[data-record]').first().waitFor()
    await press(page, 'j', 'j')
    const wanted = await record()
    assert.ok(wanted, 'J goes to a round')
    await press(page, 'Enter')
    await page.waitForURL((url) => opened(url) === wanted)
    await press(page, ']')
    await page.waitForURL((url) => opened(url) !== wanted)
    await press(page, '[')
    await page.waitForURL((url) => opened(url) === wanted)
    await press(page, 'Escape')
    await page.waitForFunction((id) => document.activeElement?.getAttribute('data-record') === id, wanted)
    await clerk.leave()
  },

  'N begins what the page adds, and Space chooses a row': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    await clerk.open('/desk/cases')
    await page.locator('.case-table tbody tr').first().waitFor()
    await press(page, 'j', 'Space')
    await page.getByText('已选 1 件').waitFor()
    await clerk.open('/desk/')
    await press(page, 'n')
    await page.waitForURL(/\/desk\/cases\/new/)
    await clerk.open('/desk/sites')
    await press(page, 'n')
    await page.waitForURL(/\/desk\/sites\/new/)
    await clerk.open('/desk/admin/people')
    await page.locator('.admin-table tbody tr').first().waitFor()
    await press(page, 'n')
    await page.getByRole('form', { name: '新增人员' }).waitFor()
    await press(page, 'Escape')
    await page.getByRole('form', { name: '新增人员' }).waitFor({ state: 'detached' })
    await clerk.leave()
  },
}
