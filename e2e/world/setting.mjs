//! How an office is set up: areas, organisations and people from tables, boundaries by code, and a standard.
import assert from 'node:assert/strict'
import { pack, unpack, workbook } from './archive.mjs'
import { command } from './command.mjs'
import { counted, DIST, rows } from './division.mjs'
import { download } from './docx.mjs'
import { slips, take, tryTable } from './imports.mjs'
import * as today from './today.mjs'

/** Of the division data: a town whose villages join the demo's, and one that comes to stand beside it with all above. */
const [JOINING, BESIDE] = ['120113104', '130771103']
const HOME = '990101001'

/** A closed square of a tenth of a degree and less, beside the town's own ground. */
const square = (west, south, size) => [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]]

/** Areas of the real division data, organisations, people and positions from XLSX, boundaries by area code. */
export async function imports(tale) {
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

/** A standard out to XLSX and in again unchanged; a changed copy comes in beside it and its tree is seen. */
export async function standard({ clerk }) {
  const { page } = clerk
  await clerk.open('/desk/standards')
  await page.getByRole('heading', { name: '文明村创建标准' }).waitFor()
  const shipped = await download(page, () => page.getByRole('link', { name: '导出 XLSX' }).click())
  await page.locator('#page').getByRole('button', { name: '导入' }).click()
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
