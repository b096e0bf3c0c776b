//! From the standard to the street: the tree, a site with its plate, and a visit whose two failing items become cases by one tap each.
import assert from 'node:assert/strict'
import { newId, signIn } from '../world/person.mjs'
import { photo } from '../world/photo.mjs'
import { block, judge, standing, typeCode } from '../world/visit.mjs'

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
    await judge(page, ['无卫生死角', '垃圾桶不满溢'])
    await page.getByRole('button', { name: '提交检查' }).click()
    await page.getByText('至少拍一张照片').first().waitFor()
    for (const name of ['无卫生死角', '垃圾桶不满溢']) {
      await block(page, name).locator('input[type=file]').setInputFiles([await photo(world, name), await photo(world, `${name} 全景`)])
      await block(page, name).locator('img').nth(1).waitFor()
    }
    await page.waitForTimeout(500)
    await page.reload({ waitUntil: 'networkidle' })
    await page.locator('.shots img').nth(3).waitFor()
    // the visit arrives, its answer does not: it is sent again under the same key
    const keys = []
    page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/api/visits') && keys.push(request.headers()['idempotency-key']))
    await page.route('**/api/visits', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }, { times: 1 })
    await page.getByRole('button', { name: '提交检查' }).click()
    await page.getByText('没有收到回音').waitFor()
    await page.getByRole('button', { name: '再发一次' }).click()
    await page.getByRole('dialog', { name: '登记为案件' }).waitFor()
    assert.equal(keys.length, 2)
    assert.equal(new Set(keys).size, 1, 'one key for one visit')
    await page.getByText('按类别规则').waitFor()
    await page.getByRole('button', { name: '登记，下一项' }).click()
    await page.getByRole('dialog').getByText('垃圾桶不满溢').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click()
    await page.getByText('已登记 2 件案件').waitFor()
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
}
