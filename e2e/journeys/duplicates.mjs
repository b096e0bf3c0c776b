//! Cases that are one: what lies near is shown before a report, added to, merged and set apart, split and closed together;
//! and what the program finds of the photo after.
import assert from 'node:assert/strict'
import { report, step, store } from '../world/case.mjs'
import { because, onDesk } from '../world/desk.mjs'
import { moved } from '../world/figures.mjs'
import { newId, signIn } from '../world/person.mjs'
import { photo } from '../world/photo.mjs'

const AREA = '东关社区'
const KIND = 'sanitation.litter'

const found = (world, clerk, place) => report(world, clerk, { title: `${place}散落垃圾`, place, area: AREA, category: KIND })
const view = (person, { id }) => person.take('GET', `/api/cases/${id}`)
const pick = async (page, id, words) => {
  await page.locator(`#${id}`).click()
  await page.locator('.pick-box input').fill(words)
  await page.getByRole('option').filter({ hasText: words }).first().click()
}

/** Through the loop by the unit and whoever verifies it. */
async function fixed(world, [unit, verifier], one) {
  const accepted = await step(unit, await view(unit, one), 'accept')
  await step(unit, accepted, 'rectify', { photos: [await store(world, unit, '整改后')] })
  return step(verifier, await view(verifier, one), 'verify')
}

export const journeys = {
  'what lies near is shown before a case is registered, and added to instead': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const where = `渡口台阶 ${Date.now()} 号`
    const [figures] = await moved(clerk, AREA, async () => {
      const one = await found(world, clerk, where)
      await clerk.open('/desk/cases/new')
      await pick(page, 'case-category', '散落垃圾')
      await pick(page, 'case-area', AREA)
      await page.locator('#case-place').fill(`${where}旁`)
      await page.locator('#case-title').fill('台阶旁又有散落垃圾')
      const near = page.locator('.near')
      await near.getByText(one.number).waitFor()
      await near.getByRole('button', { name: `是同一处 ${one.number}` }).click()
      await page.getByText(`已补充到 ${one.number}`).waitFor()
      await page.locator('.facts').getByText('另有 1 次上报').waitFor()
      assert.equal((await view(clerk, one)).moves[0].reason, '台阶旁又有散落垃圾')
    })
    assert.deepEqual(figures, { reported: 1, registered: 1, open: 1 })
    await clerk.leave()
  },

  'two that are one are merged with one figure, and set apart again': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const [kept, same] = [await found(world, clerk, '村口公厕旁'), await found(world, clerk, '公厕东侧')]
    const [figures] = await moved(clerk, AREA, async () => {
      await onDesk(clerk, same, '并案', async (bar) => {
        await bar.locator('.pick-field > button').click()
        await page.locator('.pick-box input').fill(kept.number)
        await page.getByRole('option').first().click()
        await because('同一堆')(bar)
      })
      await page.locator('.family').getByText(kept.number).waitFor()
      await page.locator('.case-tags').getByText('已并案').waitFor()
      await page.locator('.family a').click()
      await page.getByText('并进来的案件 1 件').waitFor()
    })
    assert.deepEqual(figures, { reported: -1, registered: -1, open: -1 })
    const [back] = await moved(clerk, AREA, async () => {
      await onDesk(clerk, same, '撤销并案', because('是两堆'))
      await page.locator('.case-tags').getByText('待派遣').waitFor()
    })
    assert.deepEqual(back, { reported: 1, registered: 1, open: 1 })
    await clerk.leave()
  },

  'a big case is split, and closes with its parts': async (world) => {
    const [clerk, unit, verifier] = await Promise.all(['clerk', 'community', 'verifier'].map((login) => signIn(world, login)))
    const { page } = clerk
    const [figures] = await moved(clerk, AREA, async () => {
      const one = await found(world, clerk, '沿河长堤')
      await onDesk(clerk, one, '拆成子案', async (bar) => {
        await bar.getByRole('button', { name: '再加一件子案' }).click()
        const places = bar.getByLabel('地点')
        await places.nth(0).fill('沿河长堤北段')
        await places.nth(1).fill('沿河长堤南段')
      })
      await page.getByText('子案（已办结 0 / 2）').waitFor()
      await page.locator('.case-tags').getByText('等子案').waitFor()
      const { family } = await view(clerk, one)
      for (const child of family.children) await fixed(world, [unit, verifier], child)
      await clerk.open(`/desk/cases/${one.id}?view=all`)
      await page.locator('.case-tags').getByText('已结案').waitFor()
      await page.getByText('子案都已办结，一并结案').waitFor()
    })
    assert.equal(figures.registered, 1)
    assert.equal(figures.closed, 1)
    assert.equal(figures.open, undefined)
    for (const person of [clerk, unit, verifier]) await person.leave()
  },

  'a photo after that is the photo before is named to whoever verifies': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const unit = await signIn(world, 'community')
    const verifier = await signIn(world, 'verifier', { phone: true })
    const before = await photo(world, '东关路口')
    const put = async (person) => {
      const id = newId()
      await person.take('POST', '/api/files', { key: id, multipart: { file: before, meta: JSON.stringify({ taken_at: '2026-01-01T08:00:00+08:00' }) } })
      return id
    }
    const area = (await clerk.take('GET', '/api/areas')).find((one) => one.name === '东关社区')
    const first = await put(clerk)
    const body = { title: '路口散落垃圾', place: '东关路口', area: area.id, category: KIND, photos: [first], source: 'report', position: null }
    const one = await clerk.take('POST', '/api/cases', { key: newId(), data: body })
    const sent = await step(clerk, one, 'dispatch')
    const accepted = await step(unit, sent, 'accept')
    await step(unit, accepted, 'rectify', { photos: [await put(unit)] })
    await verifier.open(`/m/case/${one.id}`)
    await verifier.page.getByText(/与本案 .+ 的整改前照片相同/).waitFor()
    await verifier.page.getByText('拍摄时间早于案件登记').waitFor()
    await clerk.open(`/desk/cases/${one.id}?view=all`)
    await clerk.page.locator('.findings').getByText(/与本案 .+ 的整改前照片相同/).waitFor()
    for (const person of [clerk, unit, verifier]) await person.leave()
  },
}
