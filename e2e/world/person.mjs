//! A member of the cast in a browser of their own: pages, and calls with the same cookie.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'

const PASSWORD = 'wenming-demo'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const DESK = { viewport: { width: 1440, height: 900 } }

/** A UUIDv7, as the faces make them. */
export function newId() {
  const time = Date.now().toString(16).padStart(12, '0')
  const tail = randomBytes(10)
  tail[0] = (tail[0] & 0x0f) | 0x70
  tail[2] = (tail[2] & 0x3f) | 0x80
  return (time + tail.toString('hex')).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Fills the page that asks who one is, wherever it leads next. */
export async function enter(page, login, password = PASSWORD) {
  await page.getByLabel(/用户名/).fill(login)
  await page.getByLabel(/密码/).fill(password)
  await page.getByRole('button', { name: /登录/ }).click()
}

/** Changes the first password for one that is kept, before anything else is shown. */
export async function settle(page, first, kept = PASSWORD) {
  await page.getByText('这是第一次登录').waitFor()
  await page.getByLabel('原密码').fill(first)
  await page.getByLabel('新密码', { exact: true }).fill(kept)
  await page.getByLabel('再写一遍新密码').fill(kept)
  await page.getByRole('button', { name: '改密码' }).click()
  await page.getByRole('navigation').first().waitFor()
}

/** Signs in: by a call, or through the first page with `byHand`, and there with a one-time password where one is given. */
export async function signIn(world, login, { phone = false, language = 'zh-CN', byHand = false, first, ...more } = {}) {
  const context = await world.browser.newContext({ ...(phone ? PHONE : DESK), ...more })
  await context.addInitScript((chosen) => localStorage.setItem('wenming.language', chosen), language)
  const call = async (method, path, options = {}) => {
    const headers = method === 'GET' ? {} : { 'Idempotency-Key': options.key ?? newId() }
    const { key: _, ...body } = options
    return context.request.fetch(world.base + path, { method, headers, ...body })
  }
  /** What a busy server did not take is sent again under its key, as the faces do. */
  const patient = async (method, path, options) => {
    const asked = { key: newId(), ...options }
    let got = await call(method, path, asked)
    for (let tries = 0; got.status() === 503 && tries < 5; tries += 1) got = await call(method, path, asked)
    return got
  }
  /** The JSON of a call that succeeds. */
  const take = async (method, path, options) => {
    const got = await patient(method, path, options)
    assert.ok(got.ok(), `${method} ${path}: ${got.status()} ${await got.text()}`)
    return got.json()
  }
  const page = await context.newPage()
  const wrong = []
  page.on('pageerror', (error) => wrong.push(error.message))
  const open = async (path) => {
    await page.goto(world.base + path)
    await page.waitForLoadState('networkidle')
  }
  const leave = async () => {
    await context.close()
    assert.deepEqual(wrong, [], `${login} meets no broken page`)
  }
  if (byHand || first) {
    await page.goto(world.base)
    await enter(page, login, first)
    await page.waitForURL(phone ? /\/m\// : /\/desk\//)
    if (first) await settle(page, first)
  } else {
    const answer = await patient('POST', '/api/session', { data: { login, password: PASSWORD } })
    assert.equal(answer.status(), 204, `${login} signs in`)
  }
  return { context, page, open, take, call, leave }
}
