//! A superior's list: taken in with its pictures, its columns matched, a row mended, all dispatched, one worked to its
//! end, the answer read back in the superior's own columns, and the same list taken in once more cancelled.
import assert from 'node:assert/strict'
import { unpack } from '../world/archive.mjs'
import { step, store } from '../world/case.mjs'
import { download } from '../world/docx.mjs'
import { listOf } from '../world/list.mjs'
import { signIn } from '../world/person.mjs'
import { photo } from '../world/photo.mjs'

const SENDER = '演示区创城指挥部'
const HEADS = ['序号', '点位名称', '存在问题', '问题照片', '整改期限', '督查组']

async function received(world, clerk) {
  const { page } = clerk
  const two = async () => [await photo(world, '问题'), await photo(world, '问题')]
  const file = listOf('交办清单.xlsx', '11月实地测评问题交办清单', HEADS, [
    ['Q-01', '东关社区菜市街8号', '门前有暴露垃圾', await two(), '', '第三组'],
    ['Q-02', '老粮库北侧', '暴露垃圾无人清理', [await photo(world, '问题')], '', '第三组'],
    ['Q-03', '西关社区桥头', '散落垃圾', [await photo(world, '问题')], '', '第一组'],
  ])
  await clerk.open('/desk/cases')
  await page.getByRole('link', { name: '上级交办' }).click()
  await page.getByRole('button', { name: /收一份清单/ }).first().click()
  await page.locator('#intake-file').setInputFiles(file)
  await page.getByLabel('来文单位').fill(SENDER)
  await page.getByLabel('回复期限').fill('2026-12-04')
  await page.getByRole('button', { name: '读取清单' }).click()
  await page.getByText('共 3 件，1 件还缺内容').waitFor()
  return page.url().split('/').at(-1)
}

export const journeys = {
  'a superior’s list becomes cases, and the answer goes back in its own columns': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const id = await received(world, clerk)
    const grid = page.locator('.referral-grid')
    assert.equal(await grid.locator('.photo-strip img').count(), 4)
    await grid.getByText('“老粮库北侧”对不上哪个社区（村）').waitFor()

    // what a column means is said once for the sender
    await page.getByLabel('“督查组”这一列是').selectOption('note')
    await grid.locator('select').last().and(page.locator(':enabled')).waitFor()
    await page.getByRole('button', { name: '改第 2 件' }).click()
    await page.locator('#mend-area').click()
    await page.locator('.pick-box input').fill('西关')
    await page.getByRole('option', { name: '西关社区' }).click()
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('共 3 件，都可以派遣。').waitFor()
    await page.getByRole('button', { name: '全部派遣（3 件）' }).click()
    await page.getByText('已派遣 3 件').waitFor()

    const rows = (await clerk.take('GET', `/api/referrals/${id}/items`)).items
    const community = await signIn(world, 'community')
    const verifier = await signIn(world, 'verifier')
    const view = () => clerk.take('GET', `/api/cases/${rows[0].id}`)
    await step(community, await view(), 'accept')
    await step(community, await view(), 'rectify', { photos: [await store(world, community, '整改后')], reason: '已清理，安排专人值守' })
    await step(verifier, await view(), 'verify')
    await clerk.open(`/desk/cases/${rows[0].id}?view=all`)
    await page.locator('.facts').getByRole('link', { name: new RegExp(`${SENDER}.+Q-01`) }).click()

    // how a case goes on is told by its events, a little later
    const answer = page.getByRole('button', { name: '回复上级（1 件）' })
    for (let tries = 0; tries < 30 && (await answer.count()) === 0; tries += 1) {
      await page.waitForTimeout(1000)
      await page.reload()
      await page.locator('.referral-grid').waitFor()
    }
    await answer.click()
    await page.getByRole('button', { name: '确认回复' }).click()
    await page.getByText('第 1 次回复').waitFor()
    const { name, bytes } = await download(page, () => page.locator('.referral-answers').getByRole('link', { name: 'XLSX' }).click())
    assert.match(name, /整改反馈（1）\.xlsx$/)
    const parts = unpack(bytes)
    const texts = [...parts.get('xl/sharedStrings.xml').toString().matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text)
    for (const text of [...HEADS, '整改情况', '整改时间', '整改后照片', 'Q-01', '已清理，安排专人值守']) assert.ok(texts.includes(text), text)
    assert.ok([...parts.keys()].filter((part) => part.startsWith('xl/media/')).length >= 5, 'photos before and after')

    // the next list of this sender is read as this one was
    const next = await received(world, clerk)
    const columns = (await clerk.take('GET', `/api/referrals/${next}`)).columns
    assert.deepEqual(columns.map(({ role }) => role), ['number', 'place', 'problem', 'photo_before', 'due_on', 'note'])

    // it waits on the first page, from there it is found to be the first one once more, and cancelled
    await clerk.open('/desk/')
    await page.getByRole('button', { name: /^以后/ }).click()
    await page.locator(`.waiting a[href*="${next}"]`).first().click()
    await page.getByRole('button', { name: '作废' }).click()
    await page.getByLabel('收错了或重复了').fill('与上一份重复')
    await page.locator('.referral-cancel').getByRole('button', { name: '作废' }).click()
    await page.getByText('已作废：与上一份重复').waitFor()
    assert.equal(await page.getByRole('button', { name: '全部派遣' }).count(), 0)
    const waits = (await clerk.take('GET', '/api/waiting')).groups.flatMap(({ items }) => items)
    assert.deepEqual(waits.filter(({ kind }) => kind === 'referral').map(({ record, verb }) => [record, verb]), [[id, 'answer']])
    for (const person of [clerk, community, verifier]) await person.leave()
  },
}
