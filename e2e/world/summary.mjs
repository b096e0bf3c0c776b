//! The month's summary on its desk: written from the first page, its figures opened, a paragraph edited, refreshed, taken as a file.
import assert from 'node:assert/strict'
import { paper } from './docx.mjs'

const MINE = '还要盯住5处老旧小区。'
const SECTIONS = ['文明创建工作总结', '组织领导', '环境整治', '督查复查', '存在的主要问题', '下一步工作打算']

const chosen = (page) => page.locator('.sheet .fig.on').textContent()
const block = (page, key) => page.locator(`[id="block-${key}"]`)
const EDITED = 'problems.total'

/** Written from the first page, it counts what the journal counts; a click on a figure shows its source, the keys go on to the next. */
export async function written(clerk, counts) {
  const { page } = clerk
  await clerk.open('/desk/')
  await page.getByRole('button', { name: /^写.*总结$/ }).click()
  await page.locator('.sheet').waitFor()
  const headline = block(page, 'opening.headline').locator('.fig')
  const first = await headline.first().textContent()
  assert.equal(Number(first.replace(/\D/g, '')), counts.registered, 'the headline counts the registered cases')
  await headline.first().click()
  const source = page.locator('.source')
  await source.locator('.source-value').waitFor()
  assert.equal(await source.locator('.source-value').textContent(), first, 'the panel shows the figure')
  assert.ok(await source.getByText('case.registered').isVisible(), 'of its metric')
  await source.getByText(/账至第 .+ 号/).waitFor()
  await source.locator('tbody tr').first().waitFor() // with its latest postings
  await page.keyboard.press('Alt+ArrowRight')
  assert.equal(await chosen(page), await headline.nth(1).textContent(), 'the keys go on to the next figure')
  await page.keyboard.press('Alt+ArrowLeft')
  assert.equal(await chosen(page), first, 'and back')
  const part = block(page, 'environment.lines').locator('.fig').nth(1)
  const of = await part.textContent()
  await part.click()
  await page.getByRole('link', { name: '打开数据' }).click()
  await page.waitForURL(/dims=category/)
  assert.equal((await page.locator('.figure-big').textContent()).replace(/\D/g, ''), of, 'a figure of one category opens as that category')
  await page.goBack()
  await page.locator('.sheet').waitFor()
}

/** Words added to a paragraph survive a lost connection. */
export async function edited({ page, context }) {
  const paragraph = block(page, EDITED)
  await paragraph.hover()
  await paragraph.getByRole('button').click()
  await paragraph.getByRole('textbox').press('End')
  await page.keyboard.press('Control+End')
  await page.keyboard.type(MINE)
  await context.setOffline(true)
  await page.keyboard.press('Control+Enter')
  await page.getByText('服务没有应答').first().waitFor()
  await context.setOffline(false)
  await page.keyboard.press('Control+Enter')
  await page.getByText('版本 2').waitFor()
  assert.ok((await paragraph.textContent()).includes(MINE), 'the edit stands')
  assert.ok((await paragraph.locator('.fig').count()) >= 1, 'its figures are still figures')
}

/** One more open case later: the refresh keeps the edit and marks what moved. */
export async function refreshed({ page }) {
  const paragraph = block(page, EDITED)
  const open = paragraph.locator('.fig').first()
  const before = await open.textContent()
  await page.getByRole('button', { name: '刷新数字' }).click()
  await page.getByText('版本 3').waitFor()
  assert.ok((await paragraph.textContent()).includes(MINE), 'a refresh keeps what a person wrote')
  assert.equal(Number(await open.textContent()), Number(before) + 1, 'and takes the new figure')
  assert.ok((await paragraph.locator('.fig.differs').count()) >= 1, 'which is marked')
  await page.getByRole('button', { name: '记录' }).click()
  await page.getByText('改写一段').waitFor()
}

/** The file: sections in their order, nothing said of nothing, nothing twice; gives the addresses that it links to. */
export async function taken({ page }, base) {
  const { name, text, body, links } = await paper(page, () => page.getByRole('button', { name: '导出 DOCX' }).click())
  assert.match(name, /工作总结\.docx$/)
  const order = SECTIONS.map((words) => text.indexOf(words))
  assert.deepEqual(order, [...order].sort((a, b) => a - b), 'sections in their order')
  assert.ok(order.every((at) => at >= 0) && text.includes(MINE), text)
  assert.ok(!/(^|[^\d.])0(次|件)/.test(text), 'nothing is said of nothing')
  const sentences = text.split(/[。\n]/).map((one) => one.trim()).filter((one) => one.length > 6)
  assert.equal(new Set(sentences).size, sentences.length, 'no sentence twice')
  const characters = text.replace(/\s/g, '').length
  assert.ok(characters >= 3000 && characters <= 5000, `${characters} characters`)
  assert.ok(/w:eastAsia="[^"]+"/.test(body), 'the fonts of the standard are named')
  assert.ok(links.length > 50 && links.every((link) => link.startsWith(`${base}/f/`)), `${links.length} figures lead to the program`)
  return links
}
