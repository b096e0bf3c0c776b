//! What happens beside the courses of a case: a second unit's part, what the leader presses for, one verb for several.
import assert from 'node:assert/strict'
import { report, step } from '../world/case.mjs'
import { because, onDesk, toUnit } from '../world/desk.mjs'
import { moved } from '../world/figures.mjs'
import { signIn } from '../world/person.mjs'

const AREA = '白鹭村'
const KIND = 'sanitation.litter'

const found = (world, clerk, place) => report(world, clerk, { title: `${place}散落垃圾`, place, area: AREA, category: KIND })
const view = (person, { id }) => person.take('GET', `/api/cases/${id}`)

export const journeys = {
  'a cooperating unit does its part': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const beside = await signIn(world, 'department', { phone: true })
    const [figures] = await moved(clerk, AREA, async () => {
      const one = await found(world, clerk, '白鹭桥头')
      await onDesk(clerk, one, '派遣', async (bar) => {
        await toUnit(clerk.page, bar, '东关社区')
        await bar.getByRole('button', { name: '协办单位' }).click()
        await clerk.page.locator('.pick-box input').fill('综合执法队')
        await clerk.page.getByRole('option', { name: '综合执法队' }).click()
        await clerk.page.keyboard.press('Escape')
      })
      await beside.open(`/m/case/${one.id}`)
      await beside.page.getByRole('heading', { name: `协办 ${one.number}` }).waitFor()
      await beside.page.getByLabel('整改情况').fill('摊点已劝离')
      await beside.page.getByRole('button', { name: '协办完成' }).click()
      await beside.page.getByText(`${one.number} 协办部分已完成`).waitFor()
      await clerk.open(`/desk/cases/${one.id}?view=all`)
      await clerk.page.locator('.facts').getByText(/综合执法队（.+完成）/).waitFor()
    })
    assert.deepEqual(figures, { reported: 1, registered: 1, dispatched: 1, open: 1 })
    for (const person of [clerk, beside]) await person.leave()
  },

  'the leader sees what is supervised, raises it and urges a unit': async (world) => {
    const leader = await signIn(world, 'leader')
    const { page } = leader
    const counted = await leader.take('GET', '/api/cases/counts')
    await leader.open('/desk/cases?view=supervised')
    const tab = page.locator('.tabs [aria-current]')
    assert.match((await tab.textContent()).trim(), new RegExp(`^督办中\\s*${counted.supervised}$`))
    assert.match(await page.locator('.case-foot').textContent(), new RegExp(`共 ${counted.supervised} 件`))

    const { items } = await leader.take('GET', '/api/cases?view=supervised&limit=200')
    const views = await Promise.all(items.map((row) => view(leader, row)))
    const one = views.find((each) => each.supervised === 2)
    await onDesk(leader, one, '督办', because('三天没有动'))
    const raised = await view(leader, one)
    assert.deepEqual([raised.supervised, raised.moves[0].reason], [3, '三天没有动'])

    await leader.open('/desk/')
    const group = (await leader.take('GET', '/api/cases/groups?by=lead')).rows.find((row) => row.key && row.overdue)
    await page.getByRole('button', { name: `催办 ${group.name}` }).click()
    const form = page.locator('.urge')
    await form.getByText(`催办${group.name}的 ${group.overdue} 件逾期案件`).waitFor()
    await form.getByText(/送达 /).waitFor()
    await form.getByRole('button', { name: '催办', exact: true }).click()
    await page.getByText(`已催办${group.name} ${group.overdue} 件`).waitFor()
    const late = await leader.take('GET', `/api/cases?view=overdue&org=${group.key}`)
    for (const row of late.items) assert.equal((await view(leader, row)).moves[0].verb, 'urge')
    await leader.leave()
  },

  'one verb for several; what fails is named': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const [figures] = await moved(clerk, AREA, async () => {
      const where = `晒谷场 ${Date.now()} 号`
      const made = []
      for (const place of ['一组', '二组']) made.push(await found(world, clerk, `${place}${where}`))
      await clerk.open(`/desk/cases?view=open&q=${encodeURIComponent(where)}`)
      await page.getByRole('checkbox', { name: '选这一页' }).check()
      await page.getByText('已选 2 件').waitFor()
      const bulk = page.locator('.bulk')
      await bulk.getByRole('button', { name: '派遣', exact: true }).waitFor()
      await step(clerk, made[0], 'cancel', { reason: '登记错了' })
      await bulk.getByRole('button', { name: '派遣', exact: true }).click()
      await bulk.locator('.verb-form button[type=submit]').click()
      await bulk.getByText('1 件没有派遣成').waitFor()
      await bulk.getByText(made[0].number).waitFor()
      assert.equal((await view(clerk, made[1])).state, 'dispatched')
    })
    assert.deepEqual(figures, { reported: 1, registered: 1, dispatched: 1, open: 1 })
    await clerk.leave()
  },
}
