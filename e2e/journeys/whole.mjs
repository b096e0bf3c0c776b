//! The whole job in one town and in its order: from the real division data over standard, sites, street and desk to the
//! month's papers, and to the proof that the account is whole. Each step builds on what the steps before it made.
import assert from 'node:assert/strict'
import { pack, unpack, workbook } from '../world/archive.mjs'
import { command, refused } from '../world/command.mjs'
import { counted, DIST, rows } from '../world/division.mjs'
import { download } from '../world/docx.mjs'
import { sheets } from '../world/sheets.mjs'
import * as summary from '../world/summary.mjs'
import { tampered } from '../world/tamper.mjs'
import * as courses from '../world/courses.mjs'
import { areaOf, counts, movedBy, sealed } from '../world/figures.mjs'
import { slips, take, tryTable } from '../world/imports.mjs'
import { reported } from '../world/phone.mjs'
import { enter, signIn } from '../world/person.mjs'
import { photo } from '../world/photo.mjs'
import { copyOf, remove, startServer, TODAY } from '../world/server.mjs'
import * as today from '../world/today.mjs'
import { block, judge, standing, typeCode } from '../world/visit.mjs'

/** Of the division data: a town that joins the demo's with its villages, and one that stands beside it with all above. */
const [JOINING, BESIDE] = ['120113104', '130771103']
const HOME = '990101001'
/** Two working days on, in the same month. */
const LATER = '2026-11-26'
const FAILING = ['无卫生死角', '垃圾桶不满溢']

/** 1. What waits for the clerk, the month's figures, the map of open problems. */
async function sees({ clerk }) {
  const { page, take } = clerk
  await clerk.open('/desk/')
  const { groups } = await take('GET', '/api/waiting')
  const count = groups.flatMap(({ items }) => items).filter(({ kind }) => kind === 'case').length
  const waits = await today.waiting(page)
  assert.ok(count > 0, 'something waits for the clerk')
  assert.deepEqual(waits, { count, listed: count }, 'the headline counts what the list shows')
  const figures = await today.figures(page)
  const { today: day, home_area: home } = await take('GET', '/api/session')
  const registered = await take('GET', `/api/figures/case.registered?area=${home.id}&period=${day.slice(0, 7)}`)
  assert.equal(Object.keys(figures).length, 8, 'eight figures of the month')
  assert.equal(figures['case.registered'], Number(registered.value), "the month's registered cases")
  const { rows: open } = await take('GET', '/api/cases/groups?by=area')
  const drawn = await today.map(page)
  const told = open.filter(({ name }) => /(社区|村)$/.test(name ?? '')).map(({ name, open: n, overdue }) => `${name.replace(/(社区|村)$/, '')} ${n}${overdue ? `逾${overdue}` : ''}`)
  assert.equal(drawn.length, 11, 'eleven communities and villages on the map')
  assert.deepEqual(drawn.sort(), told.sort(), 'each area with its open and overdue cases')
}

/** A closed square of a tenth of a degree and less, beside the town's own ground. */
const square = (west, south, size) => [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]]

/** 2. Areas of the real division data, organisations, people and positions from XLSX, boundaries by area code. */
async function imports(tale) {
  const { clerk, world } = tale
  const { page } = clerk
  const beside = counted(BESIDE)
  const added = JSON.parse(await command(world, 'import', 'areas', DIST, '--under', BESIDE, '--data', world.data, '--json'))
  assert.deepEqual(added, { ...beside, skipped: 0 }, 'a town with its parents and villages, while the program serves')
  assert.deepEqual([added.province, added.city, added.district, added.town], [1, 1, 1, 1])

  const villages = rows('villages').filter(({ streetCode }) => streetCode === JOINING)
  assert.equal(villages.length, counted(JOINING).village)
  await clerk.open('/desk/admin/imports')
  await page.getByRole('button', { name: '辖区', exact: true }).click()
  await tryTable(page, workbook('辖区', [['代码', '名称', '级别', '类型', '上级代码'], ...villages.map(({ code, name }) => [code, name, 'village', '', HOME])]))
  await page.getByText(new RegExp(`读了 ${villages.length} 行，没有错。将新增 ${villages.length} 个村`)).waitFor()
  await take(page, villages.length)
  tale.villages = villages
  ;[tale.here, tale.there] = villages

  await page.getByRole('button', { name: '机构', exact: true }).click()
  await tryTable(page, workbook('机构', [
    ['代码', '名称', '简称', '类型', '辖区代码', '上级代码'],
    ['HG', `${tale.here.name}（演示）`, '红光社区', 'community', tale.here.code, 'ZF'],
    ['QG', `${tale.there.name}（演示）`, '青光村', 'village', tale.there.code, 'ZF'],
  ]))
  await take(page, 2)

  await page.getByRole('button', { name: '人员', exact: true }).click()
  await tryTable(page, workbook('人员', [
    ['姓名', '机构代码', '职务', '负责人', '角色', '辖区代码', '范围', '登录名'],
    ['沈玉', 'HG', '书记', '是', 'community_officer', tale.here.code, 'own', 'shenyu'],
    ['罗成', 'HG', '网格员', '否', 'grid_worker', tale.here.code, 'all', 'luocheng'],
    ['田野', 'QG', '主任', '是', 'community_officer', tale.there.code, 'own', 'tianye'],
  ]))
  await take(page, 3)
  tale.first = await slips(page)
  assert.deepEqual(Object.keys(tale.first).sort(), ['luocheng', 'shenyu', 'tianye'], 'a one-time password for each login')
  await placed(tale)
}

/** The boundaries, and what the pages then show of all that came in. */
async function placed(tale) {
  const { clerk, villages, here } = tale
  const { page } = clerk
  await clerk.open('/desk/admin/areas')
  const row = page.locator('.admin-tree-row', { hasText: here.name })
  await row.getByText('社区', { exact: true }).waitFor()
  await row.getByText(here.code).waitFor()
  await row.getByText('没有边界').waitFor()
  for (const { name } of villages) assert.equal(await page.getByRole('link', { name, exact: true }).count(), 1, `${name} stands in the tree`)

  const points = (await clerk.take('GET', '/api/areas')).flatMap(({ boundary }) => boundary?.coordinates.flat(boundary.type === 'Polygon' ? 1 : 2) ?? [])
  const [east, south] = [Math.max(...points.map(([lon]) => lon)), Math.min(...points.map(([, lat]) => lat))]
  const features = villages.map(({ code }, at) => ({ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: square(east + 0.005 + (at % 3) * 0.012, south + Math.floor(at / 3) * 0.012, 0.011) } }))
  await clerk.open('/desk/admin/imports?what=boundaries')
  await tryTable(page, { name: '边界.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })) })
  await take(page, villages.length)
  await clerk.open('/desk/admin/areas?q=' + encodeURIComponent(here.name))
  await page.getByRole('link', { name: here.name }).click()
  await page.getByRole('img', { name: new RegExp(`${here.name}的边界`) }).waitFor()
  assert.equal(await row.getByText('没有边界').count(), 0, 'the boundary found its area by the code')
  await clerk.open('/desk/')
  await page.locator('.where svg a').first().waitFor()
  assert.equal((await today.map(page)).length, 11 + villages.length, 'the villages stand on the first page’s map')

  await clerk.open('/desk/admin/organisations?q=' + encodeURIComponent('红光'))
  await page.getByRole('link', { name: `${here.name}（演示）` }).click()
  const post = page.locator('.post-card', { hasText: '书记' })
  await post.getByRole('link', { name: '沈玉' }).waitFor()
  await post.getByText('负责人').waitFor()
}

/** 3. A standard out to XLSX and in again unchanged; a changed copy comes in beside it and its tree is seen. */
async function standard({ clerk }) {
  const { page } = clerk
  await clerk.open('/desk/standards')
  await page.getByRole('heading', { name: '文明村创建标准' }).waitFor()
  const shipped = await download(page, () => page.getByRole('link', { name: '导出 XLSX' }).click())
  await page.getByRole('button', { name: '导入' }).click()
  const panel = page.getByRole('region', { name: '导入标准' })
  const choose = (buffer) => panel.locator('input[type=file]').setInputFiles({ name: '标准.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer })
  await choose(shipped.bytes)
  await panel.getByText('civilised_village 第 1 版已经有了，一字不差，不用导入。').waitFor()

  const files = unpack(shipped.bytes)
  for (const name of ['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']) {
    const changed = files.get(name).toString().replace('>civilised_village<', '>x.liuhe<').replace('>文明村创建标准<', '>柳河镇文明村标准<').replace('>领导班子坚强有力<', '>班子坚强有力<')
    files.set(name, Buffer.from(changed))
  }
  await choose(pack(files))
  await panel.getByText(/没有错。将收下 x\.liuhe 第 1 版，63 条指标。还没有写入。/).waitFor()
  await panel.getByRole('button', { name: '导入', exact: true }).click()
  await panel.getByText(/已收下 x\.liuhe 第 1 版，63 条指标。/).waitFor()
  await page.getByRole('button', { name: /^标准：/ }).click()
  await page.getByRole('option', { name: /柳河镇文明村标准/ }).click()
  await page.getByRole('heading', { name: '柳河镇文明村标准' }).waitFor()
  assert.equal(await page.locator('[role=treeitem][aria-level="1"]').count(), 9, 'nine parts')
  await page.getByRole('treeitem', { name: /班子坚强有力/ }).first().waitFor()
  assert.equal(await page.getByRole('treeitem', { name: /领导班子坚强有力/ }).count(), 0, 'what was changed is changed')
}

/** A site made in its form; gives the code that it is given for life. */
async function siteOf(tale, { type, name, area, at }) {
  const { page } = tale.clerk
  await tale.clerk.open('/desk/sites/new')
  for (const [label, words] of [['类型', type], ['社区（村）', area]]) {
    await page.locator('.site-form').getByRole('button', { name: label, exact: true }).click()
    await page.locator('.pick-box input').fill(words)
    await page.getByRole('option', { name: words, exact: true }).click()
  }
  await page.getByRole('textbox', { name: /^名称/ }).fill(name)
  await page.getByRole('textbox', { name: /^位置/ }).fill(`${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}`)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name }).waitFor()
  return page.locator('.site-plate b').innerText()
}

/** 4. Sites of shipped types, and their plates on one A4 sheet. */
async function sites(tale) {
  const { clerk, here, there, world } = tale
  const { page } = clerk
  tale.area = await areaOf(clerk, here.name)
  const [lon, lat] = tale.area.centre
  const types = [['背街小巷', here], ['集贸市场', here], ['室外公厕', here], ['公园', there]]
  tale.sites = []
  for (const [at, [type, { name: area }]] of types.entries()) {
    const one = { name: `红光${type}${at + 1}号`, type, area, at: { lon: lon + at * 0.0004, lat } }
    tale.sites.push({ ...one, code: await siteOf(tale, one) })
  }
  await clerk.open('/desk/sites?q=' + encodeURIComponent('红光'))
  for (const { name } of tale.sites) await page.getByRole('checkbox', { name: `选 ${name}` }).check()
  const [plates] = await Promise.all([clerk.context.waitForEvent('page'), page.getByRole('toolbar').getByRole('button', { name: '打印铭牌' }).click()])
  await plates.waitForLoadState()
  const cards = await plates.locator('article').evaluateAll((all) => all.map((card) => [card.className, card.querySelector('h1').textContent, card.querySelector('.code').textContent, card.querySelectorAll('.qr svg').length, card.querySelector('.how').textContent]))
  const wanted = tale.sites.map(({ name, code }) => ['demo', name, code, 1, `扫码，或打开 ${world.base}/q 输入编码`])
  assert.deepEqual(cards.sort(), wanted.sort(), 'each plate with name, code, square and the way to type it, marked as the demo’s')
  const sheet = (await plates.pdf({ preferCSSPageSize: true })).toString('latin1')
  const size = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(sheet).slice(1).map((points) => Math.round(Number(points) / 72 * 25.4))
  assert.deepEqual([size, sheet.match(/\/Type \/Page\b/g).length], [[210, 297], 1], 'four plates on one sheet of A4')
  const [code] = tale.sites.map((site) => site.code)
  const slip = code.slice(0, 1) + code.at(2) + code.at(1) + code.slice(3)
  await plates.goto(`${world.base}/q/${code === slip ? code.replace(/.$/, code.endsWith('A') ? 'B' : 'A') : slip}`)
  await plates.getByRole('heading', { name: '编码不对' }).waitFor()
  await plates.goto(`${world.base}/q/${code.toLowerCase()}`)
  await plates.getByRole('heading', { name: tale.sites[0].name }).waitFor()
  await plates.close()
}

/** What the month says before the street is walked: on the first page, in the town, and in the place itself, where nothing is yet. */
async function remember(tale) {
  const { clerk, here } = tale
  await clerk.open('/desk/')
  const [shown, town, zero] = [await today.figures(clerk.page), await counts(clerk), await counts(clerk, here.name)]
  assert.ok(Object.values(zero).every((count) => count === 0), 'nothing has happened in the village yet')
  tale.before = { shown, town, zero }
}

/** 5. On the phone: a plate's code, the checklist with photos and position, two items that fail, one tap for each case. */
async function visited(tale) {
  const [site] = tale.sites
  const inspector = await signIn(tale.world, 'inspector', { phone: true, byHand: true, ...standing(site.at, 7) })
  const { page } = inspector
  await page.getByRole('heading', { name: '我的巡查' }).waitFor()
  await typeCode(page, site.code.toLowerCase())
  await page.getByRole('heading', { name: site.name }).waitFor()
  await page.getByText('距点位 7 米').first().waitFor()
  await judge(page, FAILING)
  for (const name of FAILING) {
    await block(page, name).locator('input[type=file]').setInputFiles([await photo(tale.world, name), await photo(tale.world, `${name} 全景`)])
    await block(page, name).locator('img').nth(1).waitFor()
  }
  await page.getByRole('button', { name: '提交检查' }).click()
  const sheet = page.getByRole('dialog', { name: '登记为案件' })
  for (const [at, name] of FAILING.entries()) {
    await sheet.getByText(name).waitFor()
    await sheet.getByText(`${tale.here.name} ${site.name}`).waitFor()
    await sheet.getByText('红光社区').waitFor()
    await sheet.getByText('按类别规则').waitFor()
    assert.equal(await sheet.locator('.case-photos img').count(), 2, `${name}: its photos are in the form`)
    await sheet.getByRole('button', { name: at === 0 ? '登记，下一项' : '登记', exact: true }).click()
  }
  await page.getByText('已登记 2 件案件').waitFor()
  const { items } = await inspector.take('GET', '/api/visits?limit=1')
  const visit = await inspector.take('GET', `/api/visits/${items[0].id}`)
  assert.deepEqual([visit.site.name, Math.round(visit.distance_m)], [site.name, 7], 'the visit has its position')
  tale.found = await Promise.all(visit.findings.map((finding) => inspector.take('GET', `/api/cases/${finding.case}`)))
  for (const one of tale.found) assert.deepEqual([one.source, one.state, one.place, one.area.name, one.photos.length], ['patrol', 'registered', site.name, tale.here.name, 2])
  await inspector.leave()
}

/** Who walks the cases: the clerk at the desk; the newcomers of step 2 and two verifiers, the office's and the government's, on phones. */
async function crew(tale) {
  const { world, first } = tale
  const phone = async (login) => signIn(world, login, { phone: true, first: first[login] })
  const people = { unit: await phone('shenyu'), grid: await phone('luocheng'), other: await phone('tianye'), verifier: await phone('verifier'), above: await phone('verifier02') }
  tale.first = {}
  return people
}

/** 6. The loop, by each of its courses; the one that is left lying comes to its end two days later. */
async function loop(tale) {
  const walkers = await crew(tale)
  const people = { ...walkers, world: tale.world, clerk: tale.clerk }
  const [plain, disputed] = tale.found
  await courses.straight(people, plain)
  await courses.returned(people, disputed, { unit: '红光社区', other: '青光村' })
  const [late, extended, reworked, spot, rebounded, shelved] = [
    await courses.neglected(people, '红光东路 1 号'), await courses.extended(people, '红光东路 2 号'), await courses.reworked(people, '红光东路 3 号'),
    await courses.onTheSpot(people, '红光东路 4 号'), await courses.rebounded(people, '红光东路 5 号'), await courses.shelved(people, '红光东路 6 号'),
  ]
  tale.late = late
  tale.cases = [plain, disputed, late, extended, reworked, spot, rebounded, shelved]
  tale.cancelled = await courses.cancelled(people, '红光东路 7 号')
  const checked = 7 + Number(spot.drawn)
  tale.moved = {
    reported: 8, registered: 8, dispatched: 9, returned: 2, rectified: 8, sent_back: 1, verified: checked, closed: 8, closed_in_time: 8, due: 8,
    extended: 1, shelved: 1, reopened: 1, fixed_on_spot: 1, open: 1,
  }
  for (const person of Object.values(walkers)) await person.leave()
}

/** The first page's figures after a movement: counts add, and of a share both parts. */
function expected(shown, moved) {
  const by = (metric) => moved[metric] ?? 0
  const shares = {
    'case.in_time_rate': [by('closed_in_time'), by('due')], 'case.handling_rate': [by('rectified'), by('dispatched')],
    'case.rework_rate': [by('sent_back'), by('rectified')], 'case.verification_rate': [by('verified'), by('verified') + by('sent_back')],
  }
  return Object.fromEntries(Object.entries(shown).map(([metric, value]) => [metric, shares[metric]?.map((more, at) => value[at] + more) ?? value + by(metric.replace('case.', ''))]))
}

/** 7. The figures moved by exactly what happened, and each opens down to the record and its photos. */
async function figures(tale) {
  const { clerk, here, before, moved } = tale
  const { page } = clerk
  assert.deepEqual(movedBy(before.town, await counts(clerk)), moved, 'the town moved by exactly what happened')
  assert.deepEqual(await counts(clerk, here.name), { ...before.zero, ...moved }, 'and all of it in the village')
  for (const [metric, more] of Object.entries(moved)) {
    await clerk.open(`/desk/figures/case.${metric}`)
    const shown = Number((await page.locator('.figure-big').textContent()).replace(/\D/g, ''))
    assert.equal(shown, before.town[metric] + more, `the page of case.${metric}`)
  }
  await clerk.open('/desk/')
  assert.deepEqual(await today.figures(page), expected(before.shown, moved), 'the first page moved by exactly what happened')
  await opened(tale)
}

/** From the first page's figure over the village to each of its postings, their records and photos. */
async function opened({ clerk, here, cases, cancelled }) {
  const { page } = clerk
  await page.locator('.month .fig[href*="case.registered"]').click()
  await page.locator('.split-row', { hasText: here.name }).click()
  const postings = page.locator('.column tbody .posting-source')
  await page.getByRole('region', { name: `${here.name}的入账` }).waitFor()
  await page.getByText(`共 ${cases.length + 2} 笔`).first().waitFor()
  const numbers = [...cases, cancelled, cancelled].map(({ number }) => number)
  assert.deepEqual((await postings.allTextContents()).sort(), numbers.sort(), 'a posting for each case, and two of the one that was cancelled')
  assert.equal(await page.locator('.column tbody .tag-hold').count(), 1, 'which was taken back')
  await page.getByText('与左栏相符').waitFor()
  for (const { number } of cases) {
    await page.getByRole('button', { name: number }).first().click()
    await page.locator('.record', { hasText: number }).waitFor()
    assert.ok((await page.locator('.record img').count()) >= 1, `${number} shows its photos`)
  }
  const [{ number, id }] = cases
  await page.getByRole('button', { name: number }).first().click()
  await page.locator('.record', { hasText: number }).waitFor()
  await page.getByRole('link', { name: '打开案件' }).click()
  await page.waitForURL(new RegExp(id))
}

/** The clock goes on while nobody serves: two working days later the case that was left lying is late, supervised at two levels, and is ended. */
async function late(tale) {
  const { world, here, late: one, before, moved } = tale
  await tale.clerk.leave()
  await tale.server.stop()
  tale.server = await startServer(world.binary, { data: world.data, today: LATER })
  world.base = tale.server.base
  tale.clerk = await signIn(world, 'clerk', { byHand: true, acceptDownloads: true })
  const { clerk } = tale
  const inVillage = await counts(clerk, here.name)
  assert.deepEqual(movedBy({ ...before.zero, ...moved }, inVillage), { due: 1, overdue: 1, supervised: 2 }, 'the clock said what fell due')

  const leader = await signIn(world, 'leader', { byHand: true })
  const { supervised, moves, facts } = await leader.take('GET', `/api/cases/${one.id}`)
  const levels = moves.filter(({ verb }) => verb === 'supervise').map(({ level, by_rule: byRule, reached }) => [level, byRule, reached.name])
  assert.deepEqual([supervised, levels], [2, [[2, true, '镇政府 副镇长'], [1, true, '红光社区 书记']]], "the unit's head, then the leader in charge")
  assert.ok(facts.includes('overdue'), 'and it is overdue')
  await leader.open(`/desk/cases?view=supervised&q=${one.number}`)
  await leader.page.getByRole('link', { name: one.number }).first().click()
  await leader.page.locator('.case-show').getByText('督办 2 级').waitFor()
  for (const [level, , name] of levels) await leader.page.locator('.timeline li', { hasText: `督办（${level} 级）` }).getByText(`送达${name}`).waitFor()
  await leader.leave()

  const town = await counts(clerk)
  const [unit, above] = [await signIn(world, 'shenyu', { phone: true, byHand: true }), await signIn(world, 'verifier02', { phone: true, byHand: true })]
  await courses.finish({ world, unit }, one, above)
  await Promise.all([unit.leave(), above.leave()])
  const ended = { rectified: 1, verified: 1, closed: 1, open: -1 }
  assert.deepEqual(movedBy(town, await counts(clerk)), ended, 'late it is closed, but not in time')
  assert.deepEqual(movedBy(inVillage, await counts(clerk, here.name)), ended)
}

/** 8. The month's summary counts all of it; an edit outlives a refresh, and the DOCX leads back to the figures. */
async function paper(tale) {
  const { world, clerk } = tale
  await summary.written(clerk, await counts(clerk))
  await summary.edited(clerk)
  const grid = await signIn(world, 'luocheng', { phone: true })
  const one = await reported(world, grid, { place: '红光东路 8 号' })
  await grid.leave()
  await sealed(clerk, one)
  tale.open = one
  await summary.refreshed(clerk)
  const links = await summary.taken(clerk, world.base)
  const { id } = (await clerk.take('GET', '/api/session')).home_area
  const registered = links.find((link) => link.includes(`/f/case.registered?area=${id}&period=2026-11&as_of=`))
  assert.ok(registered, `a link to the registered cases: ${links.slice(0, 3)}`)
  const context = await world.browser.newContext()
  const page = await context.newPage()
  await page.goto(registered)
  await enter(page, 'clerk')
  await page.waitForURL(/\/desk\/figures\/case\.registered\?.*as_of=/)
  const { registered: count } = await counts(clerk)
  assert.equal(Number((await page.locator('.figure-big').textContent()).replace(/\D/g, '')), count, 'the link opens the figure that the paper names')
  await context.close()
}

/** 9. The papers of these cases. */
async function papers(tale) {
  await sheets(tale.clerk, { area: tale.here.name, days: [TODAY, LATER], cases: tale.cases, cancelled: tale.cancelled, open: tale.open, late: tale.late })
}

/** 10. The account is whole while the program serves and after it was told to stop; whatever is changed behind its back is named. */
async function proved(tale) {
  const { world, clerk, cases } = tale
  const whole = JSON.parse(await command(world, 'verify', '--data', world.data, '--json'))
  assert.ok(whole.postings > 37_000 && /^\d+:[0-9a-f]{64}$/.test(whole.head), JSON.stringify(whole))
  const grid = await signIn(world, 'luocheng', { phone: true })
  await reported(world, grid, { place: '红光东路 9 号' })
  await Promise.all([grid.leave(), clerk.leave()])
  assert.equal(await tale.server.stop(), 0, 'SIGTERM ends it in order')
  const end = JSON.parse(await command(world, 'verify', '--data', world.data, '--json'))
  assert.ok(end.postings > whole.postings)
  assert.equal(Number(end.head.split(':')[0]), end.postings, 'what was open is sealed')
  assert.equal(JSON.parse(await command(world, 'verify', '--against', whole.head, '--data', world.data, '--json')).head, end.head, 'the head from before still holds')
  await tampered(world, { one: cases[0], head: end.head })
}

async function walk(tale) {
  for (const [name, step] of Object.entries({ sees, imports, standard, sites, remember, visited, loop, figures, late, paper, papers, proved })) {
    if (tale.world.resume?.(name, tale)) continue
    const begun = Date.now()
    await step(tale).catch(async (e) => { await tale.world.shots?.(); throw e })
    if (tale.world.dev) { console.log(name, (Date.now() - begun) / 1000); await tale.world.after?.(name, tale) }
  }
}

export const journeys = {
  'ten steps in one town': async (outer) => {
    const data = copyOf(outer.town)
    const server = await startServer(outer.binary, { data, ...outer.start })
    const world = { ...outer, base: server.base, data }
    const tale = { world, server, clerk: await signIn(world, 'clerk', { byHand: true, acceptDownloads: true }) }
    try {
      await walk(tale)
    } finally {
      await tale.server.stop()
      remove(data)
    }
  },
}
