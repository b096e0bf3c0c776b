//! The summaries that the demo town's office would have written on the first of each month, and what two people do with
//! one of them: figures put in and taken out, and one writer a paragraph.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'

/** The last three full months, the latest first, as `2026-10`. */
function lastMonths(today) {
  const [year, month] = today.split('-').map(Number)
  return [1, 2, 3].map((back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7))
}

const said = ({ content: { text, runs = [] } }) => (text ?? '') + runs.map((run) => run.text ?? run.figure.text).join('')

/** A paper of its own on its desk: its paragraphs by key, and how they are written in. */
async function onDesk(person, period) {
  const { page } = person
  const { id } = await person.take('POST', '/api/reports/summaries', { data: { period } })
  await person.open(`/desk/reports/${id}`)
  const block = (key) => page.locator(`[id="block-${key}"]`)
  const write = async (key) => {
    await block(key).getByRole('button', { name: '写这一段' }).click()
    await block(key).getByRole('textbox').waitFor()
  }
  const save = async (version) => {
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: `版本 ${version}` }).waitFor()
  }
  return { id, block, write, save }
}

/** A field of the choice, filled by typing and Enter. */
async function choose(page, label, words) {
  await page.getByRole('form', { name: '插入' }).getByRole('button', { name: label }).click()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

/** Gives the inspector of the office its clerk's role, so that two write there. */
async function another(clerk) {
  const { items } = await clerk.take('GET', `/api/people?q=${encodeURIComponent('李晓兰')}`)
  const { home_area: home } = await clerk.take('GET', '/api/session')
  await clerk.take('POST', '/api/grants', { data: { position: items[0].posts[0].position, role: 'creation_office', area: home.id, scope: 'all' } })
}

export const journeys = {
  'a figure is put into a paragraph by keys or pasted from its page, stays a figure, and becomes words only with a reason': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page, context } = clerk
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { id, block, write, save } = await onDesk(clerk, '2026-06')
    const paragraph = block('opening.purpose')
    assert.equal(await paragraph.locator('.fig').count(), 0, 'a paragraph without figures')
    await write('opening.purpose')
    await page.keyboard.type('东关社区结案')
    await page.keyboard.press('Control+Shift+F')
    await choose(page, '指标', '结案')
    await choose(page, '范围', '东关社区')
    const found = page.locator('.in-panel-value b')
    await found.waitFor()
    const digits = (await found.textContent()).replace(/\D/g, '')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.type('件。')
    await save(2)
    assert.ok((await paragraph.textContent()).includes(`东关社区结案${digits}`), 'it stands where the caret was')
    await page.reload()
    assert.equal(await paragraph.locator('.fig').textContent(), digits, 'and is a figure when the paper is read again')
    await paragraph.locator('.fig').click()
    await page.locator('.source').getByText('case.closed').waitFor()
    await page.locator('.source').getByText(/账至第 .+ 号/).waitFor()

    await clerk.open('/desk/figures/case.in_time_rate?period=2026-06')
    await page.getByRole('button', { name: '引用到公文' }).click()
    await clerk.open(`/desk/reports/${id}`)
    await write('opening.purpose')
    await page.keyboard.type('按期结案率')
    await page.keyboard.press('Control+v')
    await page.getByText('1 个新放进来的数字').waitFor()
    await save(3)
    const rate = paragraph.locator('.fig').nth(1)
    assert.match(await rate.textContent(), /^\d+\.\d%$/)

    const text = await rate.textContent()
    await rate.click()
    await page.getByRole('button', { name: '改为文字' }).click()
    const why = page.getByRole('form', { name: '改为文字' })
    await why.getByRole('button', { name: '改为文字' }).click()
    await why.getByText('写一句理由').waitFor()
    await why.getByLabel('理由').fill('按上级口径填报')
    await why.getByRole('button', { name: '改为文字' }).click()
    await page.getByRole('button', { name: '版本 4' }).click()
    await page.getByRole('complementary', { name: '记录' }).getByText(`${text} 改为文字：按上级口径填报`).waitFor()
    assert.equal(await paragraph.locator('.fig').count(), 1, 'the other one is a figure still')
    assert.ok((await paragraph.textContent()).includes(`按期结案率${text}`), 'its digits stand there as words')

    await paragraph.locator('.fig').click()
    await page.getByRole('button', { name: '换指标' }).click()
    const other = page.getByRole('form', { name: '换指标' })
    await other.getByRole('button', { name: '范围' }).click()
    await page.keyboard.type('西关社区')
    await page.keyboard.press('Enter')
    await other.locator('b').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: '版本 5' }).waitFor()
    await page.locator('.source').getByText('西关社区').first().waitFor()
    await clerk.leave()
  },

  'a paragraph is held by one writer: the other sees who, keeps the own words, and writes when it is free': async (world) => {
    const [clerk, other] = [await signIn(world, 'clerk'), await signIn(world, 'inspector')]
    await another(clerk)
    const mine = await onDesk(clerk, '2026-07')
    await other.page.clock.install()
    await other.open(`/desk/reports/${mine.id}`)
    const paragraph = other.page.locator('[id="block-closing.closing"]')
    const begin = paragraph.getByRole('button', { name: '写这一段' })
    await begin.waitFor()
    await mine.write('closing.closing')
    await clerk.page.keyboard.type('周敏写的。')
    await begin.click()
    await paragraph.getByText('周敏 正在改').waitFor()
    assert.equal(await begin.count(), 0, 'nobody else begins there')
    const free = clerk.page.waitForResponse((answer) => answer.request().method() === 'DELETE' && answer.url().endsWith('/hold'))
    await mine.save(2)
    await free
    await other.page.clock.fastForward('01:00')
    await paragraph.getByText('周敏写的。').waitFor()
    await begin.click()
    await paragraph.getByRole('textbox').waitFor()
    await other.page.keyboard.type('李晓兰写的。')
    const { person } = await other.take('POST', `/api/reports/summaries/${mine.id}/blocks/closing.closing/hold`, { data: {} })
    assert.equal(person.name, '李晓兰', 'it is theirs now')
    await other.page.keyboard.press('Control+Enter')
    await other.page.getByRole('button', { name: '版本 3' }).waitFor()
    for (const person of [clerk, other]) await person.leave()
  },

  'the rows of a split by unit open alone with their own number, and the columns agree': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    await clerk.open('/desk/figures/case.dispatched?by=org')
    const rows = page.locator('.split-row')
    await rows.first().waitFor()
    for (const at of [0, 1, 2]) {
      const number = (await rows.nth(at).locator('.fig').textContent()).trim()
      await rows.nth(at).click()
      await page.locator('.column-foot').getByText('与左栏相符').waitFor()
      await page.getByRole('link', { name: '单独看' }).click()
      await page.waitForURL(/own=true/)
      await page.getByText(/只计.+自己记的/).waitFor()
      assert.equal((await page.locator('.figure-big').textContent()).replace(/[^\d.]/g, ''), number, `row ${at} opens with its number`)
      await page.goBack()
      await rows.first().waitFor()
    }
    await clerk.leave()
  },

  'the demo town tells each of its last full months in three to five thousand characters': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { today } = await clerk.take('GET', '/api/session')
    for (const period of lastMonths(today)) {
      const { title, blocks } = await clerk.take('POST', '/api/reports/summaries', { data: { period } })
      const { length } = (title + blocks.map(said).join('')).replace(/\s/g, '')
      assert.ok(length >= 3000 && length <= 5000, `${period}: ${length} characters`)
      const units = said(blocks.find(({ key }) => key === 'supervision.units'))
      assert.match(units, /八是[^；]+；九是其余\d+个单位应结案\d+件/, period)
      assert.doesNotMatch(units, /十是/, period)
    }
    await clerk.leave()
  },
}
