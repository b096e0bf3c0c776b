//! Every page of both faces in both themes, with data and without: no serious or critical finding. The languages take
//! turns, page by page, as they have the same pages and names.
import assert from 'node:assert/strict'
import { report, step, store } from '../world/case.mjs'
import { signIn } from '../world/person.mjs'

const GRAVE = ['serious', 'critical']
const LANGUAGES = ['zh-CN', 'en']
const NOWHERE = '/case/00000000-0000-7000-8000-000000000000'
const pages = {
  desk: (one) => ['/', '/cases', '/cases?view=all', `/cases/${one.closed}?view=all`, '/cases/new', '/figures', '/figures/case.closed', '/figures/case.in_time_rate', '/standards', '/standards?at=5.7', '/sites', '/sites/new', '/inspections', '/reports', `/reports/${one.report}`, '/referrals', '/statements', '/statements/new', '/months', '/absence', '/password', '/kit'],
  admin: (one) => ['areas', `areas/${one.area}`, 'organisations', `organisations/${one.org}`, 'unattended', 'people', 'roles', 'imports', 'categories', 'categories/sanitation.litter', 'dispatch', 'calendar', 'checklists', 'basics', 'history', 'running'].map((page) => `/admin/${page}`),
  m: (one) => ['/rounds', '/near', '/report', '/cases/fix', '/cases/verify', '/cases/done', `/case/${one.dispatched}`, `/case/${one.accepted}`, `/case/${one.rectified}`, `/case/${one.closed}`, NOWHERE, '/me', '/me/drafts', '/me/sessions', '/me/password'],
}

/** What is wrong with a page as it stands in the light theme, and with its contrasts in the dark one. */
async function findings(world, page, where) {
  await page.addScriptTag({ path: world.axe })
  const asked = (more) => page.evaluate((options) => globalThis.axe.run(document, { resultTypes: ['violations'], ...options }), more)
  const { violations } = await asked({})
  await page.emulateMedia({ colorScheme: 'dark' })
  violations.push(...(await asked({ runOnly: ['color-contrast'] })).violations)
  await page.emulateMedia({ colorScheme: 'light' })
  return violations.filter((one) => GRAVE.includes(one.impact)).map((one) => `${where}: ${one.id} ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`)
}

/** Answers of a town where nothing has happened yet. */
const NOTHING = {
  '/api/cases': { items: [], next: null },
  '/api/cases/totals': { count: 0, overdue: 0, supervised: 0, shelved: 0, children: 0, mean_elapsed_minutes: null, work_day_minutes: 420 },
  '/api/cases/counts': { for_me: 0, open: 0, due_today: 0, overdue: 0, supervised: 0, public: 0 },
  '/api/cases/groups': { rows: [], totals: { count: 0, overdue: 0, shelved: 0 } },
  '/api/waiting': { groups: [], count: 0 },
  '/api/reports/summaries': [],
  '/api/standards': [],
  '/api/sites': { items: [], next: null },
  '/api/slots': { items: [], next: null },
  '/api/obligations': { items: [], next: null },
  '/api/visits': { items: [], next: null },
}
const empty = (page) => page.route((url) => url.pathname in NOTHING, (route) => route.fulfill({ json: NOTHING[new URL(route.request().url()).pathname] }))

/** What is wrong on all pages of a face, as one person sees them. */
async function look(world, login, face, paths, before = async () => undefined) {
  const found = []
  for (const [turn, language] of LANGUAGES.entries()) {
    const person = await signIn(world, login, { phone: face === 'm', language })
    await before(person.page)
    for (const path of paths.filter((_, at) => at % LANGUAGES.length === turn)) {
      await person.open(`/${face}${path}`)
      found.push(...(await findings(world, person.page, `${login} /${face}${path} ${language}`)))
    }
    await person.leave()
  }
  return found
}

/** One case in each state that a page shows differently. */
async function cases(world) {
  const people = Object.fromEntries(await Promise.all(['clerk', 'community', 'verifier'].map(async (login) => [login, await signIn(world, login)])))
  const { clerk, community, verifier } = people
  const org = (await clerk.take('GET', '/api/organisations')).find((one) => one.short_name === '东关社区').id
  const ids = {}
  for (const upto of ['dispatched', 'accepted', 'rectified', 'closed']) {
    let view = await report(world, clerk, { title: `果皮箱满溢 ${upto}`, place: '东关大街', area: '东关社区', category: 'sanitation.litter' })
    ids[upto] = view.id
    view = await step(clerk, view, 'dispatch', { org })
    if (upto === 'dispatched') continue
    view = await step(community, view, 'accept')
    if (upto === 'accepted') continue
    view = await step(community, view, 'rectify', { photos: [await store(world, community, 'after')] })
    if (upto === 'closed') await step(verifier, await verifier.take('GET', `/api/cases/${view.id}`), 'verify')
  }
  const { today } = await clerk.take('GET', '/api/session')
  // the present month's is left to the journey that writes it
  const before = new Date(Date.parse(`${today.slice(0, 7)}-01`) - 86_400_000).toISOString().slice(0, 7)
  ids.report = (await clerk.take('POST', '/api/reports/summaries', { data: { period: before } })).id
  await Promise.all(Object.values(people).map((person) => person.leave()))
  return ids
}

/** An area and an organisation as they stand. */
async function village(world) {
  const clerk = await signIn(world, 'clerk')
  const [org, area] = [await clerk.take('GET', '/api/organisations'), await clerk.take('GET', '/api/areas')].map((all) => all.find((one) => (one.short_name ?? one.name) === '东关社区').id)
  await clerk.leave()
  return { org, area }
}

const none = (found) => assert.deepEqual(found, [], found.join('\n'))

export const journeys = {
  'the desk with data': async (world) => none(await look(world, 'clerk', 'desk', pages.desk(await cases(world)))),
  'directory and settings': async (world) => none(await look(world, 'clerk', 'desk', pages.admin(await village(world)))),
  'what runs, as who looks after it': async (world) => none(await look(world, 'admin', 'desk', ['/admin/running'])),
  'the phone with data, as who fixes': async (world) => none(await look(world, 'community', 'm', pages.m(await cases(world)))),
  'the phone with data, as who verifies': async (world) => none(await look(world, 'verifier', 'm', pages.m(await cases(world)))),
  'the desk without data': async (world) => none(await look(world, 'west', 'desk', ['/', '/cases', '/inspections', '/figures/case.closed?period=2020-01', '/reports'], empty)),
  'the phone without data': async (world) => none(await look(world, 'west', 'm', ['/report', '/cases/fix', '/cases/verify', '/cases/done', '/me', '/me/drafts'], empty)),
  'a person without a position': async (world) => {
    none(await look(world, 'nobody', 'desk', ['/']))
    none(await look(world, 'nobody', 'm', ['/']))
  },
  'sheets on the phone': async (world) => {
    const person = await signIn(world, 'grid', { phone: true })
    const { page } = person
    await person.open('/m/report')
    await page.getByRole('button', { name: /^类别/ }).click()
    await page.getByRole('searchbox').waitFor()
    await page.waitForTimeout(300)
    assert.ok(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null), 'the focus is inside the sheet')
    const found = await findings(world, page, 'picker')
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').waitFor({ state: 'detached' })
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /类别/, 'the focus returns to its line')
    await person.leave()
    none(found)
  },
}
