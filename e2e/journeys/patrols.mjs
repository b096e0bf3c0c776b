//! A day of inspection at the desk: its rounds and visits, each opened beside the day, by pointer and by keys.
import assert from 'node:assert/strict'
import { step, store } from '../world/case.mjs'
import { newId, signIn } from '../world/person.mjs'

const DAY = 86_400_000
const before = (day, days = 1) => new Date(Date.parse(day) - days * DAY).toISOString().slice(0, 10)
const today = async (person) => (await person.take('GET', '/api/session')).today

/** A list of the API to its end. */
async function whole(person, path) {
  const items = []
  for (let after = ''; after !== null; ) {
    const page = await person.take('GET', `${path}&limit=200${after && `&after=${encodeURIComponent(after)}`}`)
    items.push(...page.items)
    after = page.next
  }
  return items
}
const slotsOf = (person, day) => whole(person, `/api/slots?from=${day}&to=${day}`)

/** The cell of a round in the table of its kind. */
const cell = (page, { id }) => page.locator(`[data-record="${id}"]`)
const drawer = (page, of) => page.getByRole('region', { name: of })
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('data-record'))

/** What stands above the tables, as words with their counts. */
async function sums(page) {
  const told = await page.locator('.inspections-sums li').allTextContents()
  return Object.fromEntries(told.map((one) => one.trim().split(/\s+/)).map(([word, n]) => [word, Number(n)]))
}

/** A visit as one that was made there before, with a case for what fails. */
async function visited(world, inspector) {
  const [{ id }] = (await inspector.take('GET', '/api/visits?limit=50')).items.filter(({ findings }) => findings.reported)
  const { site, area, form, answers, findings: [finding] } = await inspector.take('GET', `/api/visits/${id}`)
  const shot = await store(world, inspector, finding.label)
  const failing = Object.fromEntries(Object.entries(answers).filter(([key]) => key === finding.item))
  const photos = Object.fromEntries(Object.keys(failing).map((key) => [key, [shot]]))
  const key = newId()
  await inspector.take('POST', '/api/visits', { key, data: { site: site.id, form, answers, photos, far_reason: null, position: null } })
  const view = await inspector.take('POST', '/api/cases', {
    data: { title: finding.label, place: site.name, area: area.id, category: finding.category, source: 'patrol', finding: { visit: key, item: finding.item }, photos: [shot], position: null },
  })
  return { id: key, site, finding, view }
}

export const journeys = {
  'a day counts its rounds; each opens beside the day, and the keys go through the days': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const day = before(await today(clerk))
    const slots = await slotsOf(clerk, day)
    await clerk.open(`/desk/inspections?day=${day}`)
    await page.locator('.inspections-sums li').first().waitFor()
    const count = (state) => slots.filter((slot) => slot.state === state).length
    assert.deepEqual(await sums(page), { 按时: count('done'), 进行中: count('open'), 补: count('late'), 漏: count('missed') })
    assert.ok(count('done') > 100 && count('missed') > 0, 'a day like any other')

    const missed = slots.find(({ state }) => state === 'missed')
    await cell(page, missed).click()
    await drawer(page, '这一轮巡查').getByText('这段时间没有巡查记录').waitFor()
    await page.keyboard.press('Escape')
    await drawer(page, '这一轮巡查').waitFor({ state: 'detached' })
    assert.equal(await focused(page), missed.id, 'the focus is back on its round')

    const done = slots.find(({ state }) => state === 'done')
    const { rounds: [round] } = await clerk.take('GET', `/api/slots/${done.id}`)
    await cell(page, done).focus()
    await page.keyboard.press('Enter')
    await drawer(page, '这一轮巡查').getByText(new RegExp(round.person.name)).first().waitFor()
    await page.keyboard.press('Escape')

    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(new RegExp(`day=${before(day)}`))
    for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight')
    await page.waitForURL((url) => !url.searchParams.has('day'))
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.locator('input[type=date]').inputValue(), await today(clerk), 'no day after today')
    await clerk.leave()
  },

  'a round walked now stands on the page with who walked it, and its unit’s month opens': async (world) => {
    const [clerk, unit] = [await signIn(world, 'clerk'), await signIn(world, 'west')]
    const { page } = clerk
    const day = await today(clerk)
    const open = (await slotsOf(clerk, day)).find(({ state, org, kind }) => state === 'open' && org.name === '西关社区' && kind.code === 'sanitation_patrol')
    await clerk.open('/desk/inspections')
    await cell(page, open).getByText('进行中').waitFor()
    await unit.take('POST', '/api/rounds', { data: { obligation: open.obligation, note: '走完，主街干净', position: null, photos: [await store(world, unit, 'round')] } })
    await clerk.open('/desk/inspections')
    await cell(page, open).getByText('按时').waitFor()
    await cell(page, open).click()
    const shown = drawer(page, '这一轮巡查')
    await shown.getByText('走完，主街干净').waitFor()
    await shown.getByText(/何秀英/).first().waitFor()
    await shown.locator('img').first().waitFor()
    assert.equal(new URL(page.url()).searchParams.get('slot'), open.id, 'an opened round has an address')

    const share = page.getByRole('row', { name: /^西关社区/ }).first().locator('.fig')
    const value = await share.textContent()
    await share.click()
    await page.waitForURL(/\/desk\/figures\/round\.done_rate/)
    await page.getByText(new RegExp(`^${value}`)).first().waitFor()
    for (const person of [clerk, unit]) await person.leave()
  },

  'a visit shows what failed and how its case stands now': async (world) => {
    const [clerk, inspector] = [await signIn(world, 'clerk'), await signIn(world, 'inspector')]
    const { page } = clerk
    const { id, site, finding, view } = await visited(world, inspector)
    await clerk.open('/desk/inspections')
    const row = page.getByRole('row').filter({ has: page.locator(`[data-record="${id}"]`) })
    await row.getByText(/1 项不合格/).waitFor()
    await row.getByText('登记 1 件，结案 0 件').waitFor()
    await row.getByRole('link', { name: site.name }).click()
    const shown = drawer(page, '这次检查')
    await shown.getByText(finding.label).waitFor()
    await shown.locator('img').first().waitFor()
    await step(clerk, view, 'cancel', { reason: '重复登记' })
    const told = async () => (await clerk.take('GET', `/api/visits/${id}`)).findings[0].outcome?.state
    for (let tries = 0; tries < 60 && (await told()) !== 'cancelled'; tries += 1) await new Promise((done) => setTimeout(done, 500))
    await page.reload()
    await shown.getByText('已作废').waitFor()
    await shown.getByRole('link', { name: view.number }).click()
    await page.waitForURL(new RegExp(`/desk/cases/${view.id}`))
    await page.getByRole('heading', { name: finding.label }).first().waitFor()
    for (const person of [clerk, inspector]) await person.leave()
  },

  'who may not read the rounds is told whom to ask': async (world) => {
    const admin = await signIn(world, 'admin')
    await admin.open('/desk/inspections')
    await admin.page.getByText('你没有看巡查的权限').waitFor()
    assert.equal(await admin.page.getByRole('navigation').getByRole('link', { name: '巡查' }).count(), 0)
    await admin.leave()
  },
}
