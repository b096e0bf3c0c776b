//! From a figure down to its record, up into the month's summary, and out as papers: slip, before/after sheet, bulletin, lines for a chat.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'
import { report, step, store } from '../world/case.mjs'
import { signIn } from '../world/person.mjs'

const CATEGORY = 'sanitation.exposed_rubbish'
const UNIT = '东关社区'
const MINE = '还要盯住5处老旧小区。'

/** One file of a ZIP archive, found by the list at its end. */
function unzip(archive, name) {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06'))
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, long, extra, note] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32)]
    if (archive.toString('utf8', at + 46, at + 46 + long) === name) {
      const local = archive.readUInt32LE(at + 42)
      const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
      const bytes = archive.subarray(from, from + packed)
      return (archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8')
    }
    at += 46 + long + extra + note
  }
  throw new Error(`no ${name} in the archive`)
}

/** The words of a DOCX, a line a paragraph, and its whole body. */
async function opened(download) {
  const body = unzip(await readFile(await download.path()), 'word/document.xml')
  return { body, text: body.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '') }
}

/** What a click downloads. */
async function file(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return { name: download.suggestedFilename(), ...(await opened(download)) }
}

/** A case put right and verified, and one that its unit has to put right. */
async function cases(world, clerk) {
  const [community, verifier] = [await signIn(world, 'community'), await signIn(world, 'verifier')]
  const org = (await clerk.take('GET', '/api/organisations')).find((one) => one.short_name === UNIT).id
  const open = async (title) => {
    const view = await report(world, clerk, { title, place: '菜市街 8 号', area: UNIT, category: CATEGORY })
    return step(community, await step(clerk, view, 'dispatch', { org }), 'accept')
  }
  const done = await step(community, await open('东门垃圾已清'), 'rectify', { photos: [await store(world, community, 'after')] })
  await step(verifier, await verifier.take('GET', `/api/cases/${done.id}`), 'verify')
  const waits = await open('西门垃圾堆积，联系13800001234')
  await Promise.all([community.leave(), verifier.leave()])
  return { done, waits }
}

/** From the dashboard's figure to its posting, the record and the photo. */
async function down(clerk, { done }) {
  const { page } = clerk
  await clerk.open('/desk/')
  await clerk.open('/desk/figures/case.rectified')
  await page.getByRole('button', { name: done.number }).first().click()
  await page.getByRole('heading', { name: done.title }).waitFor()
  assert.ok(await page.locator('.record img').count() >= 2, 'the record shows its photos')
  assert.ok(await page.getByText('与左栏相符').isVisible(), 'the postings add up to the figure')
}

const chosen = (page) => page.locator('.sheet .fig.on').textContent()
const block = (page, key) => page.locator(`[id="block-${key}"]`)

/** The month's summary made from the dashboard; a click on a figure shows its source, the keys go on to the next. */
async function written(clerk) {
  const { page } = clerk
  await clerk.open('/desk/')
  await page.getByRole('button', { name: /^写.*总结$/ }).click()
  await page.locator('.sheet').waitFor()
  const headline = block(page, 'opening.headline').locator('.fig')
  const first = await headline.first().textContent()
  await headline.first().click()
  await page.locator('.source-value').waitFor()
  assert.equal(await page.locator('.source-value').textContent(), first)
  assert.ok(await page.locator('.source').getByText('case.registered').isVisible())
  await page.keyboard.press('Alt+ArrowRight')
  assert.equal(await chosen(page), await headline.nth(1).textContent())
  await page.keyboard.press('Alt+ArrowLeft')
  assert.equal(await chosen(page), first)
  const part = block(page, 'environment.lines').locator('.fig').nth(1)
  const of = await part.textContent()
  await part.click()
  await page.getByRole('link', { name: '打开数据' }).click()
  await page.waitForURL(/dims=category/)
  await page.locator('.figure-big').waitFor()
  assert.equal((await page.locator('.figure-big').textContent()).replace(/\D/g, ''), of, 'a figure of one category opens as that category')
  await page.goBack()
  await page.locator('.sheet').waitFor()
  return new URL(page.url()).pathname
}

/** Words added to a paragraph survive a lost connection and a refresh; figures that moved are marked. */
async function edited(world, clerk) {
  const { page, context } = clerk
  const paragraph = block(page, 'problems.total')
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
  assert.ok((await paragraph.textContent()).includes(MINE))
  assert.ok(await paragraph.locator('.fig').count() >= 1, 'its figures are still figures')
  const before = await paragraph.locator('.fig').first().textContent()
  const view = await report(world, clerk, { title: '南门垃圾', place: '菜市街 9 号', area: UNIT, category: CATEGORY })
  await sealed(clerk, view)
  await page.getByRole('button', { name: '刷新数字' }).click()
  await page.getByText('版本 3').waitFor()
  assert.ok((await paragraph.textContent()).includes(MINE), 'a refresh keeps what a person wrote')
  assert.equal(Number(await paragraph.locator('.fig').first().textContent()), Number(before) + 1, 'and takes the new figure')
  assert.ok(await paragraph.locator('.fig.differs').count() >= 1, 'which is marked')
  await page.getByRole('button', { name: '记录' }).click()
  await page.getByText('改写一段').waitFor()
}

/** Waits until the account is sealed past a record's postings, as a paper takes its figures at a seal. */
async function sealed(clerk, view) {
  const { today } = await clerk.take('GET', '/api/session')
  for (let tries = 0; tries < 90; tries += 1) {
    const { items } = await clerk.take('GET', `/api/figures/case.registered/postings?period=${today.slice(0, 7)}`)
    const own = items.find((one) => one.source?.id === view.id)
    if (own?.seq) return
    await new Promise((done) => setTimeout(done, 1000))
  }
  assert.fail('the posting was not sealed in time')
}

async function taken(clerk) {
  const { page } = clerk
  const { name, text, body } = await file(page, () => page.getByRole('button', { name: '导出 DOCX' }).click())
  assert.match(name, /工作总结\.docx$/)
  const order = ['文明创建工作总结', '组织领导', '环境整治', '督查复查', '存在的主要问题', '下一步工作打算'].map((words) => text.indexOf(words))
  assert.deepEqual(order, [...order].sort((a, b) => a - b), 'sections in their order')
  assert.ok(order.every((at) => at >= 0) && text.includes(MINE), text)
  assert.ok(!/(^|[^\d.])0(次|件)/.test(text), 'nothing is said of nothing')
  const sentences = text.split(/[。\n]/).map((one) => one.trim()).filter((one) => one.length > 6)
  assert.equal(new Set(sentences).size, sentences.length, 'no sentence twice')
  assert.ok(/w:eastAsia="[^"]+"/.test(body), 'the fonts of the standard are named')
}

/** Sheets of the list as it is filtered. */
async function sheets(clerk, { done, waits }) {
  const { page, context } = clerk
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const menu = page.getByRole('dialog', { name: '导出' })
  const of = async (kind, q) => {
    await clerk.open(`/desk/cases?view=all&q=${q}`)
    await page.getByText('共 1 件').first().waitFor()
    await page.getByRole('button', { name: '导出', exact: true }).click()
    return menu.getByRole('group', { name: kind })
  }
  const slip = await of('交办单', waits.number)
  const paper = await file(page, () => slip.getByRole('button', { name: 'DOCX' }).click())
  assert.ok(paper.text.includes('交办单') && paper.text.includes(waits.number) && paper.text.includes(UNIT), paper.text)
  const pair = await file(page, async () => (await of('整改前后对比表', done.number)).getByRole('button', { name: 'DOCX' }).click())
  assert.equal(pair.body.match(/<a:blip /g)?.length, 2, 'two photos a row')
  const bulletin = await file(page, async () => (await of('日报', done.number)).getByRole('button', { name: 'DOCX' }).click())
  assert.match(bulletin.text, /当日.*结案[1-9]\d*件/)
  const printed = (await of('整改前后对比表', done.number)).getByRole('button', { name: '打印' })
  const [popup] = await Promise.all([page.waitForEvent('popup'), printed.click()])
  await popup.waitForLoadState()
  assert.ok((await popup.locator('body').textContent()).includes(done.number))
  await popup.close()
  await of('交办单', waits.number)
  await page.getByRole('button', { name: '复制为文字' }).click()
  await page.getByText('已复制 1 件').waitFor()
  const lines = await page.evaluate(() => globalThis.navigator.clipboard.readText())
  assert.match(lines, new RegExp(`^1\\. ${waits.number} `))
  assert.ok(lines.includes('138****') && !lines.includes('13800001234'), lines)
}

/** The address of a figure in a paper asks for sign-in and then leads to the figure. */
async function link(world, clerk) {
  const { today } = await clerk.take('GET', '/api/session')
  const context = await world.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${world.base}/f/case.registered?period=${today.slice(0, 7)}&dims=category:sanitation`)
  await page.getByLabel(/用户名/).fill('clerk')
  await page.getByLabel(/密码/).fill('wenming-demo')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/desk\/figures\/case\.registered\?.*dims=category/)
  await page.locator('.figure-big').waitFor()
  await context.close()
}

export const journeys = {
  'a figure opens, a summary is written, edited and taken, sheets leave the list': async (world) => {
    const clerk = await signIn(world, 'clerk', { acceptDownloads: true })
    const made = await cases(world, clerk)
    await sealed(clerk, made.waits)
    await down(clerk, made)
    const address = await written(clerk)
    await edited(world, clerk)
    await taken(clerk)
    await sheets(clerk, made)
    await link(world, clerk)
    await clerk.open(address)
    await clerk.leave()
  },
}
