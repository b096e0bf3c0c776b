//! Two persons at the same thing: the second sees who changed what and both versions, keeps what was typed, and nothing
//! of either is lost.
import assert from 'node:assert/strict'
import { report, step } from '../world/case.mjs'
import { newId, signIn } from '../world/person.mjs'

const view = (person, { id }) => person.take('GET', `/api/cases/${id}`)
/** Both persons signed in, and left when the journey is over. */
async function both(world, [first, second], journey) {
  const people = [await signIn(world, first), await signIn(world, second)]
  await journey(...people)
  for (const person of people) await person.leave()
}

/** A case whose unit has asked for more time: the office and the leader may both answer. */
async function asked(world) {
  const [clerk, unit] = [await signIn(world, 'clerk'), await signIn(world, 'community')]
  const org = (await clerk.take('GET', '/api/organisations')).find((one) => one.short_name === '东关社区').id
  let one = await report(world, clerk, { title: '路灯不亮', place: '东关大街', area: '东关社区', category: 'sanitation.litter' })
  one = await step(clerk, one, 'dispatch', { org })
  one = await step(unit, one, 'accept')
  one = await step(unit, one, 'ask_extension', { limit: '2 work_day', reason: '配件未到' })
  for (const person of [clerk, unit]) await person.leave()
  return one
}

/** The form of a verb, opened in the drawer of a case. */
async function opened({ page, open }, { id }, verb) {
  await open(`/desk/cases/${id}?view=all`)
  const bar = page.locator('.case-verbs')
  await bar.getByRole('button', { name: verb, exact: true }).click()
  await bar.locator('.verb-form').waitFor()
  return bar
}

/** Comes back to a page after a while, so that it asks anew. */
async function returned(page) {
  await page.clock.fastForward('01:00')
  await page.evaluate(() => globalThis.dispatchEvent(new Event('visibilitychange')))
}

/** Gives an inspector of the office its clerk's role, so that two write there. */
async function another(clerk) {
  const { items: [{ posts }] } = await clerk.take('GET', `/api/people?q=${encodeURIComponent('吕国峰')}`)
  const { home_area: home } = await clerk.take('GET', '/api/session')
  await clerk.take('POST', '/api/grants', { data: { position: posts[0].position, role: 'creation_office', area: home.id, scope: 'all' } })
}

const limits = (page) => page.locator('.category-settled')

export const journeys = {
  'a case: the step of whoever is second is refused with what the first did, and the words stay': (world) =>
    both(world, ['leader', 'clerk'], async (leader, clerk) => {
      const one = await asked(world)
      const { page } = leader
      const bar = await opened(leader, one, '不予延期')
      await bar.locator('textarea').fill('节前必须办完')
      const granted = await step(clerk, await view(clerk, one), 'grant_extension', { limit: '1 work_day' })
      await bar.locator('.verb-form button[type=submit]').click()
      const note = bar.getByRole('alert')
      await note.getByText(/周敏 .+ 批准延期：把.*期限改为/).waitFor()
      await note.getByText('你写的还在').waitFor()
      await note.getByRole('button', { name: '对照两份' }).click()
      const row = note.getByRole('row', { name: /^期限/ })
      const cells = await row.getByRole('cell').allTextContents()
      assert.equal(cells.length, 3, 'before, theirs and mine')
      assert.notEqual(cells[0], cells[1], 'the deadline before and theirs')
      assert.equal(await bar.locator('textarea').inputValue(), '节前必须办完', 'what was typed stays')
      await note.getByRole('button', { name: '用他的' }).click()
      await bar.locator('.verb-form').waitFor({ state: 'detached' })
      await page.locator('.timeline').getByText(/批准延期/).first().waitFor()
      const { version, moves } = await view(leader, one)
      assert.equal(version, granted.version, 'nothing was done on top of it')
      assert.equal(moves.filter(({ verb }) => verb === 'refuse_extension').length, 0)
    }),

  'a site: both versions stand beside each other, and mine can still be saved': (world) =>
    both(world, ['clerk', 'community'], async (clerk, unit) => {
      const area = (await clerk.take('GET', '/api/areas')).find(({ name }) => name === '东关社区').id
      const said = { type: 'bus_stop', name: '东关站', area, address: '东关大街 1 号' }
      const site = await clerk.take('POST', '/api/sites', { data: said })
      const { page } = clerk
      await clerk.open(`/desk/sites/${site.id}`)
      await page.getByRole('button', { name: '修改', exact: true }).click()
      const form = page.locator('.site-form')
      await form.getByLabel('名称').fill('东关大街站')
      await unit.take('POST', `/api/sites/${site.id}/edit`, { data: { ...said, address: '东关大街 18 号', version: site.version } })
      await form.getByRole('button', { name: '保存修改' }).click()
      const note = form.getByRole('alert')
      await note.getByText(/王海燕 .+：把地址改为 东关大街 18 号/).waitFor()
      await note.getByRole('button', { name: '对照两份' }).click()
      assert.deepEqual(await note.getByRole('row', { name: /^地址/ }).getByRole('cell').allTextContents(), ['东关大街 1 号', '东关大街 18 号', '东关大街 1 号'])
      assert.equal(await form.getByLabel('名称').inputValue(), '东关大街站', 'what was typed stays')
      await note.getByRole('button', { name: '用他的' }).click()
      assert.equal(await form.getByLabel('地址').inputValue(), '东关大街 18 号')
      await form.getByLabel('名称').fill('东关大街站')
      await form.getByRole('button', { name: '保存修改' }).click()
      await page.locator('.facts').getByText('东关大街 18 号').waitFor()
      const now = await clerk.take('GET', `/api/sites/${site.id}`)
      assert.deepEqual([now.name, now.address], ['东关大街站', '东关大街 18 号'], 'both changes hold')
    }),

  'a setting: a form says only what was changed in it, and the record names who settled what': (world) =>
    both(world, ['clerk', 'inspector06'], async (clerk, other) => {
      await another(clerk)
      const { page } = clerk
      await page.clock.install()
      await clerk.open('/desk/admin/categories/sanitation.dumping')
      await page.getByRole('button', { name: '改时限' }).click()
      await page.getByRole('spinbutton', { name: '返工时限' }).fill('3')
      const settle = (changes, reason) => other.take('POST', '/api/categories/sanitation.dumping/rule', { data: { changes, reason } })
      await settle({ 'limits.verify': '2 work_day' }, '复查人手少')
      await returned(page)
      await limits(page).getByRole('row', { name: /^复查时限 2 个工作日/ }).waitFor()
      await page.getByLabel('理由').fill('返工常超时')
      await page.getByRole('button', { name: '改时限' }).click()
      await limits(page).getByRole('row', { name: /^返工时限 3 个工作日/ }).waitFor()
      await limits(page).getByRole('row', { name: /^复查时限 2 个工作日/ }).waitFor()
      await settle({ 'limits.rework': '4 work_day' }, '再放宽')
      await clerk.open('/desk/admin/history?kind=category&code=sanitation.dumping')
      const rows = await page.locator('.history-table tbody tr').allTextContents()
      assert.match(rows[0], /吕国峰.*返工时限：3 个工作日.*4 个工作日.*再放宽/, 'what stood before the later one stands beside it')
      assert.match(rows[1], /周敏.*返工时限：.*3 个工作日.*返工常超时/)
      assert.match(rows[2], /吕国峰.*复查时限：.*2 个工作日.*复查人手少/)
    }),

  'a paragraph: both texts stand in view, and mine is saved on top of theirs only knowingly': (world) =>
    both(world, ['clerk', 'inspector06'], async (clerk, other) => {
      await another(clerk)
      const { id, version, blocks } = await clerk.take('POST', '/api/reports/summaries', { data: { period: '2026-07' } })
      const block = blocks.find(({ content }) => content.runs?.length === 1 && content.runs[0].text)
      const at = `/api/reports/summaries/${id}/blocks/${block.key}`
      const { page } = clerk
      await clerk.open(`/desk/reports/${id}`)
      const paragraph = page.locator(`[id="block-${block.key}"]`)
      await paragraph.getByRole('button', { name: '写这一段' }).click()
      await page.locator('.editor-box').waitFor()
      await page.keyboard.type('我加的一句。')
      // whoever stays away loses the hold, not the words
      await clerk.call('DELETE', `${at}/hold`)
      await other.take('PUT', at, { headers: { 'Idempotency-Key': newId(), 'If-Match': String(version) }, data: { runs: [{ text: '别人写的一段。' }] } })
      await page.getByRole('button', { name: '存这一段' }).click()
      const both = page.locator('.editor-conflict')
      await both.getByText(/吕国峰/).waitFor()
      await both.getByText('别人写的一段。').waitFor()
      await both.getByText(/我加的一句。/).waitFor()
      await page.getByRole('button', { name: '用我的' }).click()
      await paragraph.locator('.paragraph-words').getByText(/我加的一句。/).waitFor()
      await page.getByRole('button', { name: '记录', exact: true }).click()
      for (const name of ['吕国峰', '周敏']) await page.getByRole('complementary', { name: '记录' }).getByText(name).first().waitFor()
    }),
}
