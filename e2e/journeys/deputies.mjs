//! Absence and succession: an officer on leave whose deputy acts for them, and only so long; and a person with two posts
//! who sees the work of one at a time.
import assert from 'node:assert/strict'
import { report, step } from '../world/case.mjs'
import { signIn } from '../world/person.mjs'
import { accept, rectify } from '../world/phone.mjs'
import { copyOf, remove, startServer, TODAY } from '../world/server.mjs'

const [FIRST, LAST, AFTER] = ['2026-11-25', '2026-11-27', '2026-11-28']
const RUBBISH = { category: 'sanitation.exposed_rubbish', area: '东关社区' }

/** A town of its own, served on one day after another. */
async function inDays(shared, journey) {
  const world = { ...shared }
  const data = copyOf(shared.town)
  let server = null
  const turnTo = async (today) => {
    await server?.stop()
    server = await startServer(world.binary, { data, today })
    world.base = server.base
  }
  try {
    await turnTo(TODAY)
    await journey(world, turnTo)
  } finally {
    await server?.stop()
    remove(data)
  }
}

/** The officer says when they are away, why, and who deputises. */
async function goesOnLeave(world) {
  const officer = await signIn(world, 'community')
  const { page } = officer
  await officer.open('/desk/')
  await page.getByRole('button', { name: /王海燕/ }).click()
  await page.getByRole('link', { name: '请假与代理' }).click()
  await page.getByRole('button', { name: '请假，定代理人' }).click()
  await page.locator('.pick-field > button').click()
  await page.locator('.pick-box input').fill('陈小军')
  await page.getByRole('option', { name: /陈小军/ }).click()
  await page.getByLabel('第一天').fill(FIRST)
  await page.getByLabel('最后一天').fill(LAST)
  await page.getByLabel('事由').fill('年休假')
  await page.getByRole('button', { name: '请假，定代理人' }).click()
  await page.locator('.post-deputies').getByText(/11月25日到 11月27日 由陈小军（东关社区 网格员）代理/).waitFor()
  const { positions } = await officer.take('GET', '/api/session')
  await officer.leave()
  return positions[0].id
}

async function dispatched(world, place) {
  const clerk = await signIn(world, 'clerk')
  const one = await report(world, clerk, { ...RUBBISH, title: `${place}垃圾堆放`, place })
  const { id, number } = await step(clerk, one, 'dispatch')
  await clerk.leave()
  return { id, number }
}

/** In the own post the case is nobody's; in the absent officer's it is accepted and put right. */
async function deputises(world, one) {
  const deputy = await signIn(world, 'grid', { phone: true })
  const { page } = deputy
  await deputy.open('/m/me')
  await page.getByText(/东关社区 书记有 \d+ 件等办/).waitFor()
  await page.getByRole('button', { name: /东关社区 书记/ }).click()
  await page.waitForURL(/\/m\/cases/)
  await accept(deputy, one)
  await rectify(world, deputy, one)
  await deputy.leave()
}

async function isTold(world, one) {
  const clerk = await signIn(world, 'clerk')
  await clerk.open(`/desk/cases/${one.id}?view=all`)
  await clerk.page.locator('.timeline li', { hasText: '陈小军（代王海燕）' }).first().waitFor()
  await clerk.open('/desk/admin/organisations?q=东关')
  await clerk.page.getByRole('link', { name: /东关社区/ }).first().click()
  const card = clerk.page.locator('.post-card', { hasText: '书记' })
  await card.getByText(/由陈小军（东关社区 网格员）代理/).waitFor()
  await clerk.leave()
}

async function isOver(world, post) {
  const grid = await signIn(world, 'grid', { phone: true })
  const late = await grid.call('GET', '/api/cases', { headers: { 'Acting-Post': post } })
  assert.deepEqual([late.status(), (await late.json()).code], [403, 'post.not_yours'], 'the span is over')
  // a browser that still names the post comes back to the own one by itself
  await grid.context.addCookies([{ name: 'wenming_post', value: post, url: world.base }])
  await grid.open('/m/me')
  await grid.page.getByText('东关社区 网格员').waitFor()
  assert.equal(await grid.page.locator('.post-switch').count(), 0, 'and there is nothing to choose')
  await grid.leave()
}

async function endedEarly(page) {
  const sheet = page.getByRole('dialog')
  await page.getByText(/由陈小军（东关社区 网格员）代理/).waitFor()
  await page.getByRole('button', { name: '结束代理' }).click()
  await sheet.getByText('陈小军不能再以书记的职务办事').waitFor()
  await sheet.getByRole('button', { name: '结束代理' }).click()
  await page.getByText('没有人代理，也没有定下的请假。').waitFor()
}

/** The same on the phone, ended again before its last day. */
async function onThePhone(world) {
  const officer = await signIn(world, 'community', { phone: true })
  const { page } = officer
  await officer.open('/m/me')
  await page.getByRole('link', { name: '请假与代理' }).click()
  await page.getByText('没有人代理，也没有定下的请假。').waitFor()
  await page.getByRole('button', { name: '请假，定代理人' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('还差：代理人、事由').waitFor()
  await sheet.getByRole('button', { name: /^代理人/ }).click()
  await sheet.getByRole('searchbox').fill('陈小军')
  await sheet.getByRole('button', { name: /陈小军/ }).click()
  await sheet.getByLabel('事由').fill('外出学习')
  await sheet.getByRole('button', { name: '请假，定代理人' }).click()
  await endedEarly(page)
  // the same words again are another leave
  await page.getByRole('button', { name: '请假，定代理人' }).click()
  await sheet.getByRole('button', { name: '请假，定代理人' }).click()
  await endedEarly(page)
  await officer.leave()
}

/** A second post for somebody: opened, filled and given its role by the clerk. */
async function secondPost(world, login, title) {
  const [clerk, holder] = [await signIn(world, 'clerk'), await signIn(world, login)]
  const { person } = await holder.take('GET', '/api/session')
  await holder.leave()
  const { positions, home_area: town, today } = await clerk.take('GET', '/api/session')
  const { id } = await clerk.take('POST', '/api/positions', { data: { organisation: positions[0].org.id, title } })
  await clerk.take('POST', `/api/positions/${id}/holder`, { data: { person: person.id, from: today } })
  await clerk.take('POST', '/api/grants', { data: { position: id, role: 'creation_office', area: town.id, scope: 'all' } })
  await clerk.leave()
}

export const journeys = {
  'a deputy acts for an officer on leave, and only so long': (shared) =>
    inDays(shared, async (world, turnTo) => {
      const post = await goesOnLeave(world)
      await turnTo(FIRST)
      const one = await dispatched(world, '后街 5 号')
      await deputises(world, one)
      await isTold(world, one)
      await turnTo(AFTER)
      await isOver(world, post)
      await onThePhone(world)
    }),

  'a person with two posts sees the work of one at a time': (shared) =>
    inDays(shared, async (world) => {
      await secondPost(world, 'west', '督办专员')
      const { id } = await dispatched(world, '后街 6 号')
      const west = await signIn(world, 'west')
      const { page } = west
      const seen = async () => (await page.request.get(`${world.base}/api/cases/${id}`)).status()
      await west.open('/desk/')
      assert.equal(await seen(), 403, 'it lies beside the main post')
      assert.equal(await page.getByRole('link', { name: '设置' }).count(), 0)
      await page.getByText(/镇创建办 督办专员有 \d+ 件等办/).waitFor()
      await page.getByRole('button', { name: /何秀英/ }).click()
      await page.getByRole('button', { name: /镇创建办 督办专员/ }).click()
      await page.getByRole('link', { name: '设置' }).waitFor()
      assert.equal(await seen(), 200, 'in the office it is seen')
      await page.getByText(/西关社区 书记有 \d+ 件等办/).waitFor()
      await west.open(`/desk/cases/${id}?view=all`)
      await page.locator('.case-show').getByText('后街 6 号').first().waitFor()
      await west.leave()
    }),
}
