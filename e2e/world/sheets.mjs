//! The papers of a list of cases: dispatch slip, before/after sheet, the day's bulletin, lines for a chat.
import assert from 'node:assert/strict'
import { paper } from './docx.mjs'

/** The address of a case shows a stranger nothing but the way to sign in. */
async function asked({ context, page }, { id }) {
  const stranger = await context.browser().newContext()
  const other = await stranger.newPage()
  await other.goto(new URL(`/desk/cases/${id}`, page.url()).href)
  await other.getByLabel(/密码/).waitFor()
  await stranger.close()
}

/** Sheets of the cases of one area, as the list shows them. */
export async function sheets(clerk, { area, days: [first, last], cases, cancelled, open, telephone, base }) {
  const { page, context } = clerk
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await clerk.open('/desk/cases?view=all')
  await page.getByRole('button', { name: '社区（村）', exact: true }).click()
  await page.locator('.pick-box input').fill(area)
  await page.getByRole('option', { name: area, exact: true }).click()
  const all = [...cases, cancelled, open]
  await page.getByText(`共 ${all.length} 件`).first().waitFor()
  const menu = page.getByRole('dialog', { name: '导出' })
  const row = async (kind) => {
    await page.getByRole('button', { name: '导出', exact: true }).click()
    return menu.getByRole('group', { name: kind })
  }
  const docx = async (kind, ready = async () => undefined) => {
    const group = await row(kind)
    await ready(group)
    return paper(page, () => group.getByRole('button', { name: 'DOCX' }).click())
  }

  const slip = await docx('交办单')
  assert.ok(slip.text.includes('交办单'), slip.text)
  for (const { number } of cases) assert.ok(slip.text.includes(number), `the slip has ${number}`)

  const pairs = await docx('整改前后对比表')
  for (const { number } of cases) assert.ok(pairs.text.includes(number), `the before/after sheet has ${number}`)
  const pictures = pairs.body.match(/<a:blip /g).length
  assert.ok(pictures >= 2 * cases.length, `two photos a row: ${pictures}`)

  const bulletin = async (day) => (await docx('日报', (group) => group.getByLabel('日报的日期').fill(day))).text
  const text = await bulletin(first)
  assert.ok(text.includes(`当日发现问题${cases.length + 1}件，结案${cases.length - 1}件`), text)
  const later = await bulletin(last)
  assert.ok(later.includes('当日发现问题1件，结案1件'), later)

  const printed = (await row('整改前后对比表')).getByRole('button', { name: '打印' })
  const [popup] = await Promise.all([page.waitForEvent('popup'), printed.click()])
  await popup.waitForLoadState()
  assert.ok((await popup.locator('body').textContent()).includes(cases[0].number), 'the sheet as a page to print')
  await popup.close()

  await row('交办单')
  await page.getByRole('button', { name: '复制为文字' }).click()
  await page.getByText(`已复制 ${all.length} 件`).waitFor()
  const lines = (await page.evaluate(() => globalThis.navigator.clipboard.readText())).split('\n').filter((line) => /^\d+\. /.test(line))
  assert.equal(lines.length, all.length, 'a numbered line for each case')
  for (const { number, id } of all) assert.ok(lines.some((line) => line.includes(number) && line.includes(`${base}/desk/cases/${id}`)), `a line for ${number} with its address`)
  assert.ok(lines.some((line) => line.includes('138****')) && !lines.join().includes(telephone), 'no telephone number goes out')
  await asked(clerk, open)
}
