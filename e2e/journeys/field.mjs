//! From the standard to the street: the tree, a site with its plate, and a visit whose two failing items become cases by one tap each.
import assert from 'node:assert/strict'
import { newId, signIn } from '../world/person.mjs'
import { fill } from '../world/phone.mjs'
import { block, judge, register, shoot, standing, typeCode } from '../world/visit.mjs'

/** A site in an area, by name, at the middle of it or a little beside. */
async function site(clerk, name, type = 'back_lane') {
  const area = (await clerk.take('GET', '/api/areas')).find((one) => one.name === '东关社区')
  const [lon, lat] = area.centre
  const made = await clerk.take('POST', '/api/sites', { key: newId(), data: { type, name, area: area.id, position: { lon, lat } } })
  return { ...made, lon, lat }
}
const plain = (code) => code.replace('-', '')

export const journeys = {
  'the village standard opens as a tree by arrows, and its thresholds stand in words': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    await clerk.open('/desk/standards')
    await page.getByRole('heading', { name: '文明村创建标准' }).waitFor()
    assert.equal(await page.locator('[role=treeitem][aria-level="1"]').count(), 9, 'nine parts')
    await page.getByRole('treeitem').first().focus()
    await page.keyboard.press('*')
    assert.ok((await page.getByRole('treeitem').count()) > 50, 'a star opens the level')
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('searchbox').fill('安全饮水')
    assert.equal(await page.getByRole('treeitem').count(), 2)
    await page.getByRole('treeitem', { name: /安全饮水/ }).click()
    await page.getByRole('cell', { name: /≥ 70/ }).waitFor()
    assert.match(page.url(), /at=5\.7/)
    await clerk.leave()
  },

  'the clerk adds a site, corrects it, and prints its plate': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    await clerk.open('/desk/sites')
    await page.getByRole('button', { name: /新增点位/ }).first().click()
    await page.getByRole('button', { name: '新增点位', exact: true }).click()
    await page.locator('p').getByText('选一种类型。').waitFor()
    await page.getByRole('button', { name: '类型', exact: true }).last().click()
    await page.getByRole('option', { name: '集贸市场' }).click()
    await page.getByRole('textbox', { name: /^名称/ }).fill('站前农贸市场')
    await page.getByRole('button', { name: '社区（村）', exact: true }).last().click()
    await page.getByRole('option', { name: '东关社区' }).click()
    await page.getByRole('textbox', { name: /^位置/ }).fill('31.28245, 117.04736')
    await page.getByText('东经 117.04736，北纬 31.28245').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '站前农贸市场' }).waitFor()
    const code = await page.locator('.site-plate b').innerText()
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{3}$/)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await page.getByRole('textbox', { name: /^地址/ }).fill('站前路 8 号')
    await page.getByRole('button', { name: '保存修改' }).click()
    await page.locator('.facts dd', { hasText: '站前路 8 号' }).waitFor()
    const [plates] = await Promise.all([clerk.context.waitForEvent('page'), page.locator('.site-bottom').getByRole('button', { name: '打印铭牌' }).click()])
    await plates.waitForLoadState()
    await plates.getByText(code).waitFor()
    assert.equal(await plates.locator('article.demo').count(), 1, 'the demo marks its plates')
    await clerk.leave()
  },

  'a visit with two failing items becomes two cases, one tap each': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const made = await site(clerk, `菜市街背街 ${Date.now() % 10_000}`)
    const inspector = await signIn(world, 'inspector', { phone: true, ...standing(made, 7) })
    const { page } = inspector
    await inspector.open('/m/')
    await page.getByRole('heading', { name: '我的巡查' }).waitFor()
    await typeCode(page, made.code.toLowerCase())
    await page.getByRole('heading', { name: made.name }).waitFor()
    await page.getByText('距点位 7 米').first().waitFor()
    await judge(page, ['无卫生死角', '垃圾桶不满溢'], async (name) => {
      const sheet = page.getByRole('dialog', { name: '登记为案件' })
      await sheet.getByText('还差：照片 1 张').waitFor()
      await sheet.getByText(`东关社区 ${made.name}`).waitFor()
      await register(world, page)(name)
    })
    await page.waitForTimeout(500)
    await page.reload({ waitUntil: 'networkidle' })
    await page.locator('.shots img').nth(3).waitFor()
    assert.equal(await page.getByText('提交时登记').count(), 2, 'what shall be a case outlives a reload')
    // the visit arrives, its answer does not; then one of its cases does not arrive
    const keys = []
    page.on('request', (request) => request.method() === 'POST' && keys.push(`${new URL(request.url()).pathname} ${request.headers()['idempotency-key']}`))
    await page.route('**/api/visits', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }, { times: 1 })
    await page.route('**/api/cases', (route) => route.abort('connectionreset'), { times: 1 })
    await page.getByRole('button', { name: '提交检查，登记 2 件' }).click()
    await page.getByText('没有收到回音').waitFor()
    await page.getByRole('button', { name: '再发一次' }).click()
    await page.getByText('没有发出，存在本机').waitFor()
    await page.getByText('已登记 1 件案件').waitFor()
    await page.getByRole('button', { name: '再发没发出的 1 件' }).click()
    await page.getByText('已登记 2 件案件').waitFor()
    await page.getByText('没有发出').waitFor({ state: 'detached' })
    const sent = (path) => keys.filter((key) => key.startsWith(`${path} `))
    assert.deepEqual([sent('/api/visits').length, new Set(sent('/api/visits')).size], [2, 1], 'one key for one visit')
    assert.deepEqual([sent('/api/cases').length, new Set(sent('/api/cases')).size], [3, 2], 'one key for one case')
    const [visit] = (await inspector.take('GET', `/api/visits?site=${made.id}`)).items
    const { findings } = await inspector.take('GET', `/api/visits/${visit.id}`)
    assert.equal(findings.length, 2)
    for (const { case: id, photos } of findings) {
      const found = await inspector.take('GET', `/api/cases/${id}`)
      assert.deepEqual([found.source, found.place, found.photos.length], ['patrol', made.name, photos.length])
    }
    // the visit itself is told what became of them
    await page.goto(page.url().replace(/\?.*$/, ''))
    await page.locator('.finding .tag').nth(1).waitFor()
    for (const { case: id, outcome } of (await inspector.take('GET', `/api/visits/${visit.id}`)).findings) {
      const { number, state } = await inspector.take('GET', `/api/cases/${id}`)
      assert.deepEqual(outcome, { number, state, closed_at: null })
    }
    await Promise.all([clerk.leave(), inspector.leave()])
  },

  'far from the site the visitor says why, and it stands beside the answers': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const made = await site(clerk, `远处背街 ${Date.now() % 10_000}`)
    const inspector = await signIn(world, 'inspector', { phone: true, ...standing(made, 340) })
    const { page } = inspector
    await inspector.open(`/m/site/${plain(made.code)}`)
    await page.getByText('你离点位 340 米，请确认地点。').waitFor()
    await judge(page, [])
    await page.getByRole('button', { name: '仍要提交并说明' }).click()
    await page.getByText('还差：离点位远的说明').waitFor()
    await page.getByLabel('为什么不在点位旁').fill('工地围挡')
    await page.getByRole('button', { name: '仍要提交并说明' }).click()
    await page.getByText(/\d+ 项全部合格/).waitFor()
    const [visit] = (await inspector.take('GET', `/api/visits?site=${made.id}`)).items
    const { answers, far_reason: reason } = await inspector.take('GET', `/api/visits/${visit.id}`)
    assert.deepEqual([reason, JSON.stringify(answers).includes('工地围挡')], ['工地围挡', false])
    await Promise.all([clerk.leave(), inspector.leave()])
  },
  'what failed can be only recorded, and registered later from the result': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const made = await site(clerk, `记录背街 ${Date.now() % 10_000}`)
    const inspector = await signIn(world, 'inspector', { phone: true, ...standing(made, 7) })
    const { page } = inspector
    await inspector.open(`/m/site/${plain(made.code)}`)
    await judge(page, ['无卫生死角'], async (name) => (await shoot(world, page, name)).getByRole('button', { name: '只记不合格' }).click())
    await block(page, '无卫生死角').getByText('只记不合格').waitFor()
    await page.getByRole('button', { name: '提交检查', exact: true }).click()
    await page.getByText('已登记 0 件案件').waitFor()
    await page.locator('.finding').getByRole('button', { name: '登记' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click()
    await page.getByText('已登记 1 件案件').waitFor()
    await Promise.all([clerk.leave(), inspector.leave()])
  },

  'a round has its beginning and its end, and what was found in it goes along': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const area = (await clerk.take('GET', '/api/areas')).find((one) => one.name === '东关社区')
    const [lon, lat] = area.centre
    const grid = await signIn(world, 'grid', { phone: true, ...standing({ lon, lat }) })
    const { page } = grid
    await grid.open('/m/rounds')
    await page.getByRole('button', { name: '开始', exact: true }).click()
    await page.getByText(/\d\d:\d\d 开始走/).waitFor()
    await page.getByRole('link', { name: '上报' }).click()
    await fill(world, page, { place: '东关里 5 栋' })
    assert.ok(await page.getByLabel(/记入正在走的这一轮/).isChecked())
    await page.getByRole('button', { name: '记入这一轮' }).click()
    await page.getByRole('heading', { name: '记下了，走完这一轮一起发出' }).waitFor()
    await page.getByRole('link', { name: '回到巡查' }).click()
    await page.getByRole('button', { name: '走完了' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('这一轮记了 1 件').waitFor()
    await sheet.getByLabel(/^情况/).fill('东侧有零星垃圾')
    await sheet.getByRole('button', { name: '走完了' }).click()
    await sheet.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '开始', exact: true }).waitFor()
    const [{ id }] = (await grid.take('GET', '/api/rounds?limit=1')).items
    const round = await grid.take('GET', `/api/rounds/${id}`)
    assert.deepEqual([round.note, round.findings.length, round.started_at <= round.walked_at], ['东侧有零星垃圾', 1, true])
    const found = await grid.take('GET', `/api/cases/${round.findings[0].id}`)
    assert.deepEqual([found.place, found.source, found.round.id], ['东关里 5 栋', 'patrol', id])
    await Promise.all([clerk.leave(), grid.leave()])
  },

  'a weekly check asks its score before it is done': async (world) => {
    const inspector = await signIn(world, 'inspector', { phone: true })
    const { page } = inspector
    await inspector.open('/m/rounds')
    await page.getByRole('button', { name: /^还有 \d+ 处/ }).click()
    await page.getByRole('searchbox').fill('文昌社区')
    await page.getByRole('button', { name: /^文昌社区\s*每周检查/ }).click()
    await page.getByRole('button', { name: '开始', exact: true }).click()
    await page.getByRole('button', { name: '走完了' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('还差：得分').waitFor()
    assert.ok(await sheet.getByRole('button', { name: '走完了' }).isDisabled())
    await sheet.getByLabel(/^得分/).fill('86.5')
    await sheet.getByRole('button', { name: '走完了' }).click()
    await sheet.waitFor({ state: 'detached' })
    const [{ kind, score }] = (await inspector.take('GET', '/api/rounds?limit=1')).items
    assert.deepEqual([kind.code, score], ['weekly_check', 86.5])
    await inspector.leave()
  },

  'a visit of today is corrected by its visitor with the reason, and both stand': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const made = await site(clerk, `更正背街 ${Date.now() % 10_000}`)
    const inspector = await signIn(world, 'inspector', { phone: true, ...standing(made, 7) })
    const { page } = inspector
    await inspector.open(`/m/site/${plain(made.code)}`)
    await judge(page, [])
    await page.getByRole('button', { name: '提交检查' }).click()
    await page.getByRole('link', { name: '更正这次检查' }).click()
    await block(page, '无卫生死角').getByText('不适用').click()
    await page.getByText('改了 1 项').waitFor()
    await page.getByText('还差：更正的理由').waitFor()
    await page.waitForTimeout(500)
    await page.reload({ waitUntil: 'networkidle' })
    await page.getByText('改了 1 项').waitFor()
    await page.getByLabel('为什么更正').fill('这条巷没有死角可言')
    await page.getByRole('button', { name: '提交更正' }).click()
    await page.getByText(/更正了 1 项：这条巷没有死角可言/).waitFor()
    const [{ id }] = (await inspector.take('GET', `/api/visits?site=${made.id}`)).items
    const { version, corrections } = await inspector.take('GET', `/api/visits/${id}`)
    assert.deepEqual([version, corrections[0].changes.length], [2, 1])
    await Promise.all([clerk.leave(), inspector.leave()])
  },

  'what is near stands by distance, sites and open cases': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const made = await site(clerk, `附近背街 ${Date.now() % 10_000}`)
    const grid = await signIn(world, 'grid', { phone: true, ...standing(made, 12) })
    const { page } = grid
    await grid.open('/m/near')
    assert.deepEqual(await page.getByRole('navigation', { name: '主要页面' }).locator('a > span').allInnerTexts(), ['巡查', '附近', '上报', '我的案件', '我'])
    await page.locator('.lines a', { hasText: made.name }).getByText('12 米').waitFor()
    await page.getByRole('heading', { name: /^500 米内未结 \d+ 件/ }).waitFor()
    await page.getByRole('searchbox').fill(made.name)
    await page.getByText(`名称或地址有“${made.name}”的`).waitFor()
    await page.locator('.lines a', { hasText: made.name }).click()
    await page.getByRole('heading', { name: made.name }).waitFor()
    await Promise.all([clerk.leave(), grid.leave()])
  },
}
