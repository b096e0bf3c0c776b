//! Sites made on the desk, and the plates that are printed for them.
import assert from 'node:assert/strict'
import { areaOf } from './figures.mjs'

/** A site made in its form; gives the code that it is given for life. */
async function siteOf(tale, { type, name, area, at }) {
  const { page } = tale.clerk
  await tale.clerk.open('/desk/sites/new')
  for (const [label, words] of [['类型', type], ['社区（村）', area]]) {
    await page.locator('.site-form').getByRole('button', { name: label, exact: true }).click()
    await page.locator('.pick-box input').fill(words)
    await page.getByRole('option', { name: words, exact: true }).click()
  }
  await page.getByRole('textbox', { name: /^名称/ }).fill(name)
  await page.getByRole('textbox', { name: /^位置/ }).fill(`${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}`)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name }).waitFor()
  return page.locator('.site-plate b').innerText()
}

/** Sites of shipped types, and their plates on one A4 sheet. */
export async function sites(tale) {
  const { clerk, here, there, world } = tale
  const { page } = clerk
  tale.area = await areaOf(clerk, here.name)
  const [lon, lat] = tale.area.centre
  const types = [['背街小巷', here], ['集贸市场', here], ['室外公厕', here], ['公园', there]]
  tale.sites = []
  for (const [at, [type, { name: area }]] of types.entries()) {
    const one = { name: `红光${type}${at + 1}号`, type, area, at: { lon: lon + at * 0.0004, lat } }
    tale.sites.push({ ...one, code: await siteOf(tale, one) })
  }
  await clerk.open('/desk/sites?q=' + encodeURIComponent('红光'))
  for (const { name } of tale.sites) await page.getByRole('checkbox', { name: `选 ${name}` }).check()
  const [plates] = await Promise.all([clerk.context.waitForEvent('page'), page.getByRole('toolbar').getByRole('button', { name: '打印铭牌' }).click()])
  await plates.waitForLoadState()
  const cards = await plates.locator('article').evaluateAll((all) => all.map((card) => [card.className, card.querySelector('h1').textContent, card.querySelector('.code').textContent, card.querySelectorAll('.qr svg').length, card.querySelector('.how').textContent]))
  const wanted = tale.sites.map(({ name, code }) => ['demo', name, code, 1, `扫码，或打开 ${world.base}/q 输入编码`])
  assert.deepEqual(cards.sort(), wanted.sort(), 'each plate with name, code, square and the way to type it, marked as the demo’s')
  const sheet = (await plates.pdf({ preferCSSPageSize: true })).toString('latin1')
  const size = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(sheet).slice(1).map((points) => Math.round(Number(points) / 72 * 25.4))
  assert.deepEqual([size, sheet.match(/\/Type \/Page\b/g).length], [[210, 297], 1], 'four plates on one sheet of A4')
  const [code] = tale.sites.map((site) => site.code)
  const slip = code.slice(0, 1) + code.at(2) + code.at(1) + code.slice(3)
  await plates.goto(`${world.base}/q/${code === slip ? code.replace(/.$/, code.endsWith('A') ? 'B' : 'A') : slip}`)
  await plates.getByRole('heading', { name: '编码不对' }).waitFor()
  await plates.goto(`${world.base}/q/${code.toLowerCase()}`)
  await plates.getByRole('heading', { name: tale.sites[0].name }).waitFor()
  await plates.close()
}
