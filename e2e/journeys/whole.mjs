//! The whole job in one town and in its order: from the real division data over standard, sites, street and desk to the
//! month's papers, and to the proof that the account is whole. Each step builds on what the steps before it made.
import assert from 'node:assert/strict'
import { command } from '../world/command.mjs'
import * as courses from '../world/courses.mjs'
import { counts, movedBy, sealed } from '../world/figures.mjs'
import { enter, signIn } from '../world/person.mjs'
import { reported } from '../world/phone.mjs'
import { sites } from '../world/plates.mjs'
import { copyOf, remove, startServer, TODAY } from '../world/server.mjs'
import { imports, standard } from '../world/setting.mjs'
import { sheets } from '../world/sheets.mjs'
import * as summary from '../world/summary.mjs'
import { tampered } from '../world/tamper.mjs'
import * as today from '../world/today.mjs'
import { judge, shoot, standing, typeCode } from '../world/visit.mjs'

/** Two working days on, in the same month. */
const LATER = '2026-11-26'
const TELEPHONE = '13800001234'
const FAILING = ['无卫生死角', '垃圾桶不满溢']

/** 1. What waits for the clerk, the month's figures, the map of open problems. */
async function sees({ clerk }) {
  const { page, take } = clerk
  await clerk.open('/desk/')
  const { groups } = await take('GET', '/api/waiting')
  const count = groups.filter(({ group }) => group !== 'later').flatMap(({ items }) => items).filter(({ kind }) => kind === 'case').length
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
  await judge(page, FAILING, async (name) => {
    const sheet = await shoot(tale.world, page, name)
    await sheet.getByText(name).waitFor()
    await sheet.getByText(`${tale.here.name} ${site.name}`).waitFor()
    await sheet.getByText('红光社区').waitFor()
    await sheet.getByText('按类别规则').waitFor()
    await sheet.getByRole('button', { name: /^登记/ }).click()
  })
  await page.getByRole('button', { name: '提交检查，登记 2 件' }).click()
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
    reported: 8, registered: 8, dispatched: 10, returned: 2, rectified: 8, sent_back: 1, verified: checked, closed: 8, closed_in_time: 8, due: 8,
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
  const column = page.getByRole('region', { name: `${here.name}的入账` })
  await column.waitFor()
  await page.getByText(`共 ${cases.length + 2} 笔`).first().waitFor()
  const numbers = [...cases, cancelled, cancelled].map(({ number }) => number)
  assert.deepEqual((await column.locator('.posting-source').allTextContents()).sort(), numbers.sort(), 'a posting for each case, and two of the one that was cancelled')
  assert.equal(await column.locator('tbody .tag-hold').count(), 1, 'which was taken back')
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
  await sealed(clerk, tale.late, 'case.closed')
  await summary.written(clerk, await counts(clerk))
  await summary.edited(clerk)
  const grid = await signIn(world, 'luocheng', { phone: true })
  const one = await reported(world, grid, { place: `红光东路 8 号（联系${TELEPHONE}）` })
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
  await sheets(tale.clerk, { area: tale.here.name, days: [TODAY, LATER], cases: tale.cases, cancelled: tale.cancelled, open: tale.open, telephone: TELEPHONE, base: tale.world.base })
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

const STEPS = { sees, imports, standard, sites, remember, visited, loop, figures, late, paper, papers, proved }

export const journeys = {
  'ten steps in one town': async (outer) => {
    const data = copyOf(outer.town)
    const server = await startServer(outer.binary, { data })
    const world = { ...outer, base: server.base, data }
    const tale = { world, server, clerk: await signIn(world, 'clerk', { byHand: true, acceptDownloads: true }) }
    try {
      for (const [name, step] of Object.entries(STEPS)) {
        await step(tale).catch((error) => {
          error.stack = `at “${name}”: ${error.stack}`
          throw error
        })
      }
    } finally {
      await tale.server.stop()
      remove(data)
    }
  },
}
