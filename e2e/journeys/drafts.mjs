//! Nothing typed on the street is lost: without signal, on reload, on sign-out, and it never arrives twice.
import assert from 'node:assert/strict'
import { report, step } from '../world/case.mjs'
import { signIn } from '../world/person.mjs'
import { photo } from '../world/photo.mjs'
import { judge, register } from '../world/visit.mjs'

const pause = (page) => page.waitForTimeout(500)

async function fill(world, page, place) {
  await page.setInputFiles('#shots', [await photo(world, place)])
  await page.getByRole('button', { name: /^类别/ }).click()
  await page.getByRole('searchbox').fill('散落垃圾')
  await page.getByRole('button', { name: /^散落垃圾/ }).click()
  await page.getByLabel('地点').fill(place)
}

/** The keys of all writes that a page sends, in order. */
function keysOf(page) {
  const keys = []
  page.on('request', (request) => request.method() === 'POST' && keys.push(`${new URL(request.url()).pathname} ${request.headers()['idempotency-key']}`))
  return keys
}

export const journeys = {
  'a report without signal waits on the phone and is sent once, under the same keys': async (world) => {
    const grid = await signIn(world, 'grid', { phone: true })
    const { page, context } = grid
    const count = async () => (await grid.take('GET', '/api/cases/totals?view=all')).count
    const before = await count()
    const pages = page.waitForResponse(/DraftList.*\.js$/)
    await grid.open('/m/report')
    await pages
    await fill(world, page, '东关里 3 栋')
    const keys = keysOf(page)
    // the case arrives, its answer does not
    await page.route('**/api/cases', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }, { times: 1 })
    await page.getByRole('button', { name: '上报', exact: true }).click()
    await page.getByText('没有发出，存在本机').waitFor()
    await context.setOffline(true)
    await page.getByText('没有信号，照常巡查').waitFor()
    await page.locator('a.frame-line').click()
    const failed = page.waitForEvent('requestfailed')
    await page.getByRole('button', { name: '发出', exact: true }).click()
    await failed
    await page.locator('.tag', { hasText: '待发出' }).waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: '发出', exact: true }).click()
    await page.getByText('本机没有没发出的记录').waitFor()
    const cases = keys.filter((key) => key.startsWith('/api/cases'))
    assert.ok(cases.length >= 3)
    assert.equal(new Set(cases).size, 1, 'one key for one report')
    assert.equal(keys.filter((key) => key.startsWith('/api/files')).length, 1, 'a stored photo is not sent again')
    assert.equal(await count(), before + 1, 'one case, not two')
    await grid.leave()
  },

  'what is typed outlives a reload and a sign-out': async (world) => {
    const grid = await signIn(world, 'grid', { phone: true })
    const { page } = grid
    await grid.open('/m/report')
    await fill(world, page, '站前路 5 号')
    await pause(page)
    await page.reload({ waitUntil: 'networkidle' })
    assert.equal(await page.getByLabel('地点').inputValue(), '站前路 5 号')
    assert.equal(await page.locator('.shots img').count(), 1)
    await grid.call('DELETE', '/api/session')
    await page.getByRole('link', { name: /我的案件/ }).click()
    await page.getByText('登录已过期，填写的都在').waitFor()
    await page.getByRole('button', { name: '重新登录' }).click()
    await page.getByLabel(/用户名/).fill('grid')
    await page.getByLabel(/密码/).fill('wenming-demo')
    await page.getByRole('button', { name: /登录/ }).click()
    await page.waitForURL(/\/m\//)
    await page.getByRole('link', { name: '上报' }).click()
    await page.getByLabel('地点').waitFor()
    await pause(page)
    assert.equal(await page.getByLabel('地点').inputValue(), '站前路 5 号')
    await page.getByRole('button', { name: '上报', exact: true }).click()
    await page.getByRole('heading', { name: /收到了，案件号/ }).waitFor()
    await grid.leave()
  },

  'a step whose answer was lost is sent again as the same step': async (world) => {
    const [clerk, community] = [await signIn(world, 'clerk'), await signIn(world, 'community', { phone: true })]
    const orgs = await clerk.take('GET', '/api/organisations')
    const found = await report(world, clerk, { title: '路面污渍', place: '东关大街 6 号', area: '东关社区', category: 'sanitation.litter' })
    const given = await step(clerk, found, 'dispatch', { org: orgs.find((org) => org.short_name === '东关社区').id })
    const { page } = community
    await community.open(`/m/case/${given.id}`)
    const keys = keysOf(page)
    await page.route('**/accept', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }, { times: 1 })
    await page.getByRole('button', { name: '受理', exact: true }).click()
    await page.getByText('没有收到回音').waitFor()
    await page.reload({ waitUntil: 'networkidle' })
    await page.getByRole('heading', { name: /^整改 / }).waitFor()
    await page.getByRole('button', { name: '再发一次' }).click()
    await page.getByText(`已受理 ${given.number}`).waitFor()
    assert.equal(new Set(keys).size, 1, 'one key for one step')
    await page.getByText('还差：照片 1 张').waitFor()
    const { moves } = await community.take('GET', `/api/cases/${given.id}`)
    assert.equal(moves.filter((move) => move.verb === 'accept').length, 1)
    await Promise.all([clerk.leave(), community.leave()])
  },

  'a step that the server refuses is kept with its reason': async (world) => {
    const [clerk, community] = [await signIn(world, 'clerk'), await signIn(world, 'community', { phone: true })]
    const orgs = await clerk.take('GET', '/api/organisations')
    const found = await report(world, clerk, { title: '果皮箱破损', place: '东关大街 2 号', area: '东关社区', category: 'sanitation.litter' })
    const given = await step(clerk, found, 'dispatch', { org: orgs.find((org) => org.short_name === '东关社区').id })
    const { page } = community
    await community.open(`/m/case/${given.id}`)
    await page.getByRole('button', { name: '不归我管' }).click()
    await page.getByLabel('为什么不归你单位管').fill('属镇环卫所')
    await pause(page)
    await step(clerk, given, 'cancel', { reason: '重复登记' })
    await page.getByRole('button', { name: '退回' }).click()
    await page.getByRole('heading', { name: /^案件 / }).waitFor()
    await community.open('/m/me/drafts')
    await page.getByText(/未收下：周敏刚对这件案件做了“作废/).waitFor()
    await page.getByRole('button', { name: '删除' }).click()
    await page.getByRole('button', { name: '删除这条' }).click()
    await page.getByText('本机没有没发出的记录').waitFor()
    await Promise.all([clerk.leave(), community.leave()])
  },
  'a checklist filled without signal keeps its cases, and all of it arrives once': async (world) => {
    const inspector = await signIn(world, 'inspector', { phone: true })
    const { page, context } = inspector
    const [one] = (await inspector.take('GET', '/api/sites?type=estate&limit=1')).items
    await inspector.open(`/m/site/${one.code.replace('-', '')}`)
    await judge(page, ['垃圾桶不满溢'], register(world, page))
    await context.setOffline(true)
    await page.getByRole('button', { name: '提交检查，登记 1 件' }).click()
    await page.getByText('没有发出，存在本机').waitFor()
    await page.locator('a.frame-line').click()
    await page.getByText(/张照片 · 1 件案件/).waitFor()
    await context.setOffline(false)
    const keys = keysOf(page)
    await page.getByRole('button', { name: '发出', exact: true }).click()
    await page.getByText('已登记 1 件案件').waitFor()
    const [visit] = (await inspector.take('GET', `/api/visits?site=${one.id}&limit=1`)).items
    const { findings } = await inspector.take('GET', `/api/visits/${visit.id}`)
    assert.deepEqual(keys.map((key) => key.split(' ')[1]).slice(-2), [visit.id, findings[0].case], 'the visit goes first, then its case')
    await inspector.leave()
  },
}
