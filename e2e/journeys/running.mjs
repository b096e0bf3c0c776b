//! What runs beside the requests, as who looks after it sees it: work that failed, events that were not taken in, cases
//! that no unit may verify, and the seed by which anybody draws a month's sample again.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { report, step, store } from '../world/case.mjs'
import { bytes, inDatabase } from '../world/database.mjs'
import { signIn } from '../world/person.mjs'
import { copyOf, remove, startServer } from '../world/server.mjs'

const HOURS = 3_600_000
const FULL = 'the disk is full'

const part = (page, name) => page.getByRole('region', { name })
const until = async (found, what) => {
  for (let tries = 0; tries < 120; tries += 1) {
    const value = await found()
    if (value) return value
    await new Promise((done) => setTimeout(done, 250))
  }
  throw new Error(`${what} did not come`)
}

/** A town in which a recurring work was given up, and in which findings cannot be written. */
function hurt(db) {
  db.run("update job set state = 'failed', attempts = 10, error = ?, finished_at = run_at where id = (select id from job where kind = 'forget_files' limit 1)", [FULL])
  db.exec(`create trigger full before update on finding begin select raise(abort, '${FULL}'); end`)
}

/** A finding whose case waits to be dispatched, with its visit. */
async function waiting(clerk) {
  const { items } = await clerk.take('GET', '/api/visits?limit=200')
  for (const { id } of items.filter(({ findings }) => findings.reported > findings.closed)) {
    const visit = await clerk.take('GET', `/api/visits/${id}`)
    const finding = visit.findings.find(({ outcome }) => outcome?.state === 'registered')
    if (finding) return { visit, finding, view: await clerk.take('GET', `/api/cases/${finding.case}`) }
  }
  throw new Error('no finding waits to be dispatched')
}

/** A step of a case that its visit cannot learn of, and a second that waits behind it. */
async function untaken(clerk, admin) {
  const found = await waiting(clerk)
  const org = (await clerk.take('GET', '/api/organisations')).find((one) => one.short_name === '东关社区').id
  await step(clerk, await step(clerk, found.view, 'dispatch', { org }), 'supervise', { reason: '创建冲刺' })
  const failures = async () => (await admin.take('GET', '/api/events/failures')).items
  await until(async () => (await failures()).some((one) => one.waiting === 1), 'an event that was not taken in')
  const { page } = admin
  await admin.open('/desk/admin/running')
  const row = part(page, '没有收下的事件').getByRole('row', { name: /案件：派遣/ })
  await row.getByText('巡查：案件的结果').waitFor()
  await row.getByText('已试 1 次').waitFor()
  await row.getByText(FULL).waitFor()
  assert.equal((await row.locator('td.right').textContent()).trim(), '1', 'the later event of the case waits behind it')
  return found
}

/** The same page once the disk has room: one tap each, and nothing is left over. */
async function mended(clerk, admin, { visit, finding }) {
  const { page } = admin
  await admin.open('/desk/admin/running')
  const jobs = part(page, '没有做成的任务')
  const job = jobs.getByRole('row', { name: /清理没用上的照片/ })
  await job.getByText(FULL).waitFor()
  await job.getByRole('button', { name: '再试' }).click()
  await page.getByText('清理没用上的照片已排上，随即再试').waitFor()
  await jobs.getByText('任务都做成了').waitFor()
  const events = part(page, '没有收下的事件')
  await events.getByText('已试 9 次').waitFor()
  await events.getByRole('button', { name: '再试' }).click()
  await events.getByText('事件都收下了').waitFor({ timeout: 60_000 })
  const { findings } = await clerk.take('GET', `/api/visits/${visit.id}`)
  assert.equal(findings.find(({ item }) => item === finding.item).outcome.state, 'dispatched', 'the visit has learnt what became of its finding')
  const { items } = await admin.take('GET', '/api/jobs?state=failed')
  assert.deepEqual(items, [], 'the work was done')
}

/** Does with the administrator and the clerk what is to be done while a town is served. */
async function served(world, data, work) {
  const server = await startServer(world.binary, { data })
  const here = { ...world, base: server.base }
  try {
    const [clerk, admin] = [await signIn(here, 'clerk'), await signIn(here, 'admin')]
    const told = await work(clerk, admin)
    for (const person of [clerk, admin]) await person.leave()
    return told
  } finally {
    await server.stop()
  }
}

/** Whether the seed draws a case: the head of the hash over both, by a hundred. */
const drawn = (seed, id, percent) => createHash('sha256').update(Buffer.from(seed, 'hex')).update(bytes(id)).digest().readUInt32BE(0) % 100 < percent

/** Some of a month's cases that were fixed on the spot, with what was drawn of them then. */
async function spots(clerk, month) {
  const { items } = await clerk.take('GET', `/api/figures/case.fixed_on_spot/postings?period=${month}&limit=200`)
  const ids = [...new Set(items.map(({ source }) => source.id))].slice(0, 12)
  return Promise.all(ids.map((id) => clerk.take('GET', `/api/cases/${id}`)))
}

export const journeys = {
  'what failed is told with its reason and goes again with one tap': async (world) => {
    const data = copyOf(world.town)
    try {
      inDatabase(data, hurt)
      const found = await served(world, data, untaken)
      inDatabase(data, (db) => {
        db.exec('drop trigger full')
        // as after many tries: the next is hours away
        db.run('update event_failure set failures = 9, next_at = next_at + ? where next_at is not null', [6 * HOURS])
      })
      await served(world, data, (clerk, admin) => mended(clerk, admin, found))
    } finally {
      remove(data)
    }
  },

  'a case that no unit may verify by rule stands on the list until the superior has': async (world) => {
    const [clerk, admin, above] = [await signIn(world, 'clerk'), await signIn(world, 'admin'), await signIn(world, 'verifier02')]
    const org = (await clerk.take('GET', '/api/organisations')).find((one) => one.short_name === '镇创建办').id
    let view = await report(world, clerk, { title: '宣传栏褪色', place: '镇政府门前', area: '东关社区', category: 'publicity.board_bad' })
    view = await step(clerk, view, 'dispatch', { org })
    view = await step(clerk, view, 'accept')
    view = await step(clerk, view, 'rectify', { photos: [await store(world, clerk, 'after')] })
    for (const person of [clerk, admin]) {
      await person.open('/desk/admin/running')
      const row = part(person.page, '没有可复查单位的案件').getByRole('row', { name: new RegExp(view.number) })
      await row.getByRole('cell', { name: '镇创建办' }).waitFor()
      await row.getByRole('cell', { name: '镇政府' }).waitFor()
      assert.equal(await row.getByRole('link').count(), person === clerk ? 1 : 0, 'a case opens only for who may read it')
    }
    await step(above, await above.take('GET', `/api/cases/${view.id}`), 'verify', { photos: [await store(world, above, 'verified')] })
    await admin.open('/desk/admin/running')
    await part(admin.page, '没有可复查单位的案件').getByText('没有这样的案件').waitFor()
    for (const person of [clerk, admin, above]) await person.leave()
  },

  'the seed of an ended month draws the same sample again': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { page } = clerk
    const { today } = await clerk.take('GET', '/api/session')
    await clerk.open('/desk/admin/running')
    const seeds = part(page, '抽查种子')
    await seeds.getByRole('button', { name: '取种子' }).click()
    await seeds.getByText('每次取出都留痕').waitFor()
    const months = await seeds.getByLabel('月份').locator('option').evaluateAll((options) => options.map((one) => one.value))
    assert.ok(!months.includes(today.slice(0, 7)), 'the running month keeps its seed')
    await seeds.getByRole('button', { name: '取种子' }).click()
    const seed = (await seeds.locator('code').textContent()).trim()
    const found = await spots(clerk, months[0])
    assert.ok(found.length > 3, 'cases were fixed on the spot')
    const rules = await clerk.take('GET', '/api/categories/rules')
    for (const { id, spot, category } of found) {
      const { checked_percent: percent } = rules.find(({ code }) => code === category.code)
      assert.equal(drawn(seed, id, percent), spot === 'drawn', `${id} is drawn as it was`)
    }
    const refused = await clerk.call('POST', `/api/spot-seeds/${today.slice(0, 7)}`, { data: {} })
    assert.equal((await refused.json()).code, 'spot.month_running')
    await clerk.leave()
  },

  'who looks after nothing does not see it': async (world) => {
    const unit = await signIn(world, 'west')
    await unit.open('/desk/admin/running')
    await unit.page.getByText('这一页不归你管').waitFor()
    assert.equal((await unit.call('GET', '/api/jobs')).status(), 403)
    await unit.leave()
  },
}
