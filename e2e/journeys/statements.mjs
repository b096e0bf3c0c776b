//! Figures that no record states: a paper's figures taken in from a file, with what a plan wants and what is only quoted, the
//! one that found no metric given one, a stock-take stated and corrected, and the year's summary that says them again. In a
//! town of its own, whose figures move.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'
import { inTown } from '../world/server.mjs'

const YEAR = '2025'
const ROWS = [
  { object: '宣传横幅', action: '悬挂', text: '150余', unit: '条', kind: 'flow', source: '工作总结', sentence: '全年悬挂宣传横幅150余条' },
  { object: '排水管网改造', action: '投入', text: '80余万', unit: '元', kind: 'money', source: '工作总结' },
  { object: '石狮子', action: '安放', text: '两', unit: '座', kind: 'flow', source: '工作总结' },
  { object: '宣传横幅', action: '悬挂', text: '不少于200', unit: '条', kind: 'target', from: '2026-01-01', to: '2026-12-31', source: '实施方案' },
  { object: '清理垃圾', action: '清理', text: '30-50', unit: '吨', kind: 'flow', source: '工作总结' },
  { object: '居民', action: '满意率', text: '98%', unit: '%', kind: 'rate', source: '工作总结' },
]
const file = { name: '总结.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(ROWS.map((row) => JSON.stringify(row)).join('\n')) }

/** A dry run writes nothing; the same file comes in once. */
async function takenIn({ page, open, take }) {
  await open('/desk/statements')
  await page.getByRole('button', { name: '导入', exact: true }).first().click()
  await page.locator('.table-import input[type=file]').setInputFiles(file)
  await page.getByText('将记入 3 个，目标 1 个，只存原话 1 个，没有指标 1 个').waitFor()
  assert.deepEqual((await take('GET', '/api/statements')).items, [], 'only tried')
  await page.locator('.table-import').getByRole('button', { name: '导入', exact: true }).click()
  await page.getByText('已记入 3 个，目标 1 个，只存原话 1 个').waitFor()
  await page.locator('.table-import input[type=file]').setInputFiles(file)
  await page.getByText('这个文件在这个范围已经导入过').waitFor()
  await page.getByRole('button', { name: '看这些行' }).click()
  await page.getByRole('row', { name: /石狮子/ }).getByText('没有指标').first().waitFor()
}

async function placed({ page }) {
  await page.getByRole('link', { name: /石狮子/ }).click()
  await page.getByRole('button', { name: '指定指标' }).click()
  await page.locator('.statement-act .pick-field > button').click()
  await page.getByRole('combobox').fill('标牌')
  await page.getByRole('option', { name: /标牌门牌/ }).click()
  await page.getByRole('button', { name: '指定指标' }).click()
  await page.getByText('已计入 标牌门牌 2 块').waitFor()
}

async function counted({ page, open, take }) {
  await open('/desk/statements/new')
  await page.locator('button[id$="-what"]').click()
  await page.getByRole('combobox').fill('在用')
  await page.getByRole('option', { name: /垃圾桶在用数/ }).click()
  await page.getByLabel('数量').fill('四十')
  await page.getByRole('button', { name: '填报', exact: true }).last().click()
  await page.getByText('盘点', { exact: true }).waitFor()
  await page.getByRole('button', { name: '更正' }).click()
  await page.getByLabel('数量').fill('45')
  await page.getByRole('button', { name: '保存更正' }).click()
  await page.getByText('写明为什么更正。').first().waitFor()
  await page.getByLabel('为什么更正').fill('漏点一处')
  await page.getByRole('button', { name: '保存更正' }).click()
  await page.getByText('已更正为 垃圾桶在用数 45 个').waitFor()
  assert.equal((await take('GET', '/api/figures/sanitation.bins')).value, '45')
}

/** What a plan wants stands beside the figure; what the year before has is told of as many days. */
async function wanted({ page, open }) {
  await open('/desk/figures/publicity.banners?period=2026')
  await page.getByText('目标：12月31日前达到 200 幅').waitFor()
  await page.getByText('2025年同期').waitFor()
  await open('/desk/statements?doubtful=1')
  await page.getByRole('row', { name: /清理垃圾/ }).getByText('是一个范围').waitFor()
  await open('/desk/statements?state=quoted')
  await page.getByRole('row', { name: /满意率/ }).getByText('98%', { exact: true }).waitFor()
}

async function said({ page, open, take }) {
  const report = await take('POST', '/api/reports/summaries', { data: { period: YEAR } })
  await open(`/desk/reports/${report.id}`)
  await page.getByText('横幅条幅').first().waitFor()
  const text = await page.locator('main').innerText()
  for (const words of ['150余', '80万余']) assert.ok(text.replaceAll(/\s/g, '').includes(words), `the year's summary says ${words}`)
}

async function walk(world) {
  const clerk = await signIn(world, 'clerk')
  await takenIn(clerk)
  await placed(clerk)
  await counted(clerk)
  await wanted(clerk)
  await said(clerk)
  await clerk.leave()
}

export const journeys = { "a paper's figures are taken in, given a metric, corrected, and said again by the year's summary": (world) => inTown(world, walk) }
