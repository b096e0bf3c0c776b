//! The side ways of the loop, each walked on its screen, and the figures of the place moved by exactly what happened.
import assert from 'node:assert/strict'
import { report, step, store } from '../world/case.mjs'
import { signIn } from '../world/person.mjs'
import { photo } from '../world/photo.mjs'

const AREA = '白鹭村'
const KIND = 'sanitation.litter'
const COUNTED = ['reported', 'registered', 'dispatched', 'returned', 'rectified', 'sent_back', 'verified', 'closed', 'closed_in_time', 'due', 'overdue', 'extended', 'shelved', 'reopened', 'fixed_on_spot', 'supervised', 'open']

/** The month's figures of an area, by metric. */
async function counts(clerk, name) {
  const { today } = await clerk.take('GET', '/api/session')
  const { id } = (await clerk.take('GET', '/api/areas')).find((area) => area.name === name)
  const values = await Promise.all(COUNTED.map((metric) => clerk.take('GET', `/api/figures/case.${metric}?area=${id}&period=${today.slice(0, 7)}`)))
  return Object.fromEntries(COUNTED.map((metric, at) => [metric, Number(values[at].value)]))
}

/** What a course added to the figures; what it did not touch is left out. */
async function moved(clerk, course) {
  const before = await counts(clerk, AREA)
  const result = await course()
  const after = await counts(clerk, AREA)
  return [Object.fromEntries(COUNTED.flatMap((metric) => (after[metric] === before[metric] ? [] : [[metric, after[metric] - before[metric]]]))), result]
}

const found = (world, clerk, place) => report(world, clerk, { title: `${place}散落垃圾`, place, area: AREA, category: KIND })
const view = (person, { id }) => person.take('GET', `/api/cases/${id}`)
const unit = async (person, name) => (await person.take('GET', '/api/organisations')).find((one) => one.short_name === name).id

/** From wherever it is with a unit to closed, by calls. */
async function finish(world, { id }, lead, verifier) {
  let one = await view(lead, { id })
  if (one.state === 'dispatched') one = await step(lead, one, 'accept')
  await step(lead, one, 'rectify', { photos: [await store(world, lead, 'after')] })
  const closed = await step(verifier, await view(verifier, { id }), 'verify')
  assert.equal(closed.state, 'closed')
}

/** Runs a verb of the drawer: opens it, fills what it asks, submits. */
async function onDesk(person, { id }, verb, fill = async () => undefined) {
  const { page } = person
  await person.open(`/desk/cases/${id}?view=all`)
  const bar = page.locator('.case-verbs')
  const button = bar.getByRole('button', { name: verb, exact: true })
  await bar.getByRole('button').first().waitFor()
  if (!(await button.isVisible())) await bar.getByRole('button', { name: '更多' }).click()
  await button.click()
  await bar.locator('.verb-form').waitFor()
  await fill(bar)
  await bar.locator('.verb-form button[type=submit]').click()
  await bar.locator('.verb-form').waitFor({ state: 'detached' })
}
const because = (words) => (bar) => bar.locator('textarea').fill(words)

async function toUnit(page, bar, name) {
  await bar.locator('.pick-field > button').click()
  await page.locator('.pick-box input').fill(name)
  await page.getByRole('option', { name, exact: true }).click()
}

async function returned(person, { id, number }) {
  const { page } = person
  await person.open(`/m/case/${id}`)
  await page.getByRole('button', { name: '不归我管' }).click()
  assert.ok(await page.getByText('还差：理由').isVisible())
  await page.getByLabel('为什么不归你单位管').fill('不在我单位辖区')
  await page.getByRole('button', { name: '退回', exact: true }).click()
  await page.getByText(`${number} 已退回`).waitFor()
}

export const journeys = {
  'returned twice, the office decides and it binds': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const west = await signIn(world, 'west', { phone: true })
    const east = await signIn(world, 'community', { phone: true })
    const verifier = await signIn(world, 'verifier')
    const [figures] = await moved(clerk, async () => {
      const one = await found(world, clerk, '渡口西侧')
      for (const [person, name] of [[west, '西关社区'], [east, '东关社区']]) {
        await onDesk(clerk, one, '派遣', (bar) => toUnit(clerk.page, bar, name))
        await returned(person, one)
      }
      assert.deepEqual((await view(clerk, one)).facts.includes('coordination'), true)
      await onDesk(clerk, one, '派遣', async (bar) => {
        await bar.getByText('这次派遣后不能再退回').waitFor()
        await toUnit(clerk.page, bar, '东关社区')
      })
      await east.open(`/m/case/${one.id}`)
      await east.page.getByText('已退回两次，创建办协调后派遣的不能再退回').waitFor()
      assert.equal(await east.page.getByRole('button', { name: '不归我管' }).count(), 0)
      await finish(world, one, east, verifier)
    })
    assert.deepEqual(figures, { reported: 1, registered: 1, dispatched: 3, returned: 2, rectified: 1, verified: 1, closed: 1, closed_in_time: 1, due: 1 })
    for (const person of [clerk, west, east, verifier]) await person.leave()
  },

  'extended with approval, a cooperating unit does its part, sent back once': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const east = await signIn(world, 'community', { phone: true })
    const beside = await signIn(world, 'department', { phone: true })
    const verifier = await signIn(world, 'verifier', { phone: true })
    const [figures] = await moved(clerk, async () => {
      const one = await found(world, clerk, '白鹭桥头')
      await onDesk(clerk, one, '派遣', async (bar) => {
        await toUnit(clerk.page, bar, '东关社区')
        await bar.getByRole('button', { name: '协办单位' }).click()
        await clerk.page.locator('.pick-box input').fill('综合执法队')
        await clerk.page.getByRole('option', { name: '综合执法队' }).click()
        await clerk.page.keyboard.press('Escape')
      })
      const { deadline } = await view(clerk, one)

      await east.open(`/m/case/${one.id}`)
      await east.page.getByRole('button', { name: '申请延期' }).click()
      await east.page.getByLabel('延多久').fill('2')
      await east.page.getByLabel('理由').fill('连日下雨')
      await east.page.locator('.ask button[type=submit]').click()
      await east.page.getByText(`${one.number} 已申请延期`).waitFor()
      await onDesk(clerk, one, '批准延期', (bar) => bar.getByText('申请延 2 个工作日：连日下雨').waitFor())
      const granted = await view(clerk, one)
      assert.ok(granted.deadline > deadline && granted.extensions === 1, 'the deadline moves once')

      await beside.open(`/m/case/${one.id}`)
      await beside.page.getByRole('heading', { name: `协办 ${one.number}` }).waitFor()
      await beside.page.getByLabel('整改情况').fill('摊点已劝离')
      await beside.page.getByRole('button', { name: '协办完成' }).click()
      await beside.page.getByText(`${one.number} 协办部分已完成`).waitFor()
      await clerk.open(`/desk/cases/${one.id}?view=all`)
      await clerk.page.locator('.facts').getByText(/综合执法队（.+完成）/).waitFor()

      await step(east, await view(east, one), 'accept')
      await step(east, await view(east, one), 'rectify', { photos: [await store(world, east, 'after')] })
      await verifier.open(`/m/case/${one.id}`)
      await verifier.page.getByText('不合格，返工').click()
      await verifier.page.getByLabel('不合格的原因').fill('墙角还有')
      await verifier.page.getByRole('button', { name: '提交' }).click()
      await verifier.page.getByText(`${one.number} 已退回返工`).waitFor()
      await east.open(`/m/case/${one.id}`)
      await east.page.getByText('上次复查未通过：墙角还有').waitFor()
      await finish(world, one, east, verifier)
    })
    assert.deepEqual(figures, { reported: 1, registered: 1, dispatched: 1, rectified: 2, sent_back: 1, verified: 1, closed: 1, closed_in_time: 1, due: 1, extended: 1 })
    for (const person of [clerk, east, beside, verifier]) await person.leave()
  },

  'found and fixed on the spot, in one visit': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const inspector = await signIn(world, 'inspector', { phone: true })
    const { page } = inspector
    const [figures, drawn] = await moved(clerk, async () => {
      await inspector.open('/m/report')
      await page.setInputFiles('#shots', [await photo(world, 'near'), await photo(world, 'wide')])
      await page.getByRole('button', { name: /^类别/ }).click()
      await page.getByRole('searchbox').fill('散落垃圾')
      await page.getByRole('button', { name: /^散落垃圾/ }).click()
      await page.getByRole('button', { name: /^社区（村）/ }).click()
      await page.getByRole('searchbox').fill(AREA)
      await page.getByRole('button', { name: AREA }).click()
      await page.getByLabel('地点').fill('村口')
      await page.getByLabel('当场已改好').check()
      assert.ok(await page.getByText(/还差：整改后照片/).isVisible(), 'the photo after is wanted')
      await page.setInputFiles('#fixed', [await photo(world, 'clean')])
      await page.getByRole('button', { name: '上报', exact: true }).click()
      await page.getByRole('heading', { name: /收到了，案件号/ }).waitFor()
      await page.getByRole('link', { name: '看这件案件' }).click()
      await page.getByRole('heading', { name: /^(案件|复查) / }).waitFor()
      const id = new URL(page.url()).pathname.split('/').pop()
      const one = await view(clerk, { id })
      assert.ok(one.moves.some((move) => move.verb === 'fix_on_spot'))
      await clerk.open(`/desk/cases/${id}?view=all`)
      await clerk.page.locator('.facts').getByText(one.spot === 'drawn' ? '抽中复查' : '未抽中，不再复查').waitFor()
      return one.spot === 'drawn'
    })
    const rest = drawn ? { open: 1 } : { closed: 1, closed_in_time: 1, due: 1 }
    assert.deepEqual(figures, { reported: 1, registered: 1, fixed_on_spot: 1, ...rest })
    for (const person of [clerk, inspector]) await person.leave()
  },

  'rebounds and is reopened, shelved and resumed; another is cancelled': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const east = await signIn(world, 'community')
    const verifier = await signIn(world, 'verifier')
    const [figures, one] = await moved(clerk, async () => {
      const first = await found(world, clerk, '白鹭河边')
      await step(clerk, first, 'dispatch', { org: await unit(clerk, '东关社区') })
      await finish(world, first, east, verifier)
      await onDesk(clerk, first, '重开', because('又有人乱扔'))
      assert.equal((await view(clerk, first)).cycle, 2)
      await onDesk(clerk, first, '挂账', because('等清淤'))
      assert.equal((await view(clerk, first)).state, 'shelved')
      await clerk.page.getByRole('button', { name: '恢复办理' }).click()
      await clerk.page.getByText(`${first.number} 已恢复办理`).waitFor()
      await onDesk(clerk, await found(world, clerk, '登记错处'), '作废此案', because('登记错了'))
      return view(clerk, first)
    })
    assert.deepEqual([one.state, one.tag], ['dispatched', 'reopened'])
    assert.deepEqual(figures, { reported: 1, registered: 1, dispatched: 1, rectified: 1, verified: 1, closed: 1, closed_in_time: 1, due: 1, shelved: 1, reopened: 1, open: 1 })
    for (const person of [clerk, east, verifier]) await person.leave()
  },

  'late and supervised at two levels; the leader urges and supervises': async (world) => {
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
    const levels = one.moves.filter((move) => move.verb === 'supervise')
    assert.deepEqual(levels.map((move) => [move.level, move.by_rule]), [[2, true], [1, true]])
    await leader.open(`/desk/cases/${one.id}?view=supervised`)
    const drawer = page.locator('.case-show')
    await drawer.getByText('督办 2 级').waitFor()
    for (const { level, reached } of levels) {
      const line = drawer.locator('.timeline li').filter({ hasText: `督办（${level} 级）` })
      await line.getByText(`送达${reached.name}`).waitFor()
      await line.getByText('系统按规则').waitFor()
    }

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
    const [figures] = await moved(clerk, async () => {
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
