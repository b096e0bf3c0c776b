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

export async function signIn(world, login, { phone = false, language = 'zh-CN', ...more } = {}) {
  const context = await world.browser.newContext({ ...(phone ? PHONE : DESK), ...more })
  await context.addInitScript((chosen) => localStorage.setItem('wenming.language', chosen), language)
  const call = async (method, path, options = {}) => {
    const headers = method === 'GET' ? {} : { 'Idempotency-Key': options.key ?? newId() }
    const { key: _, ...body } = options
    return context.request.fetch(world.base + path, { method, headers, ...body })
  }
  const answer = await call('POST', '/api/session', { data: { login, password: PASSWORD } })
  assert.equal(answer.status(), 204, `${login} signs in`)

  /** The JSON of a call that succeeds. */
  const take = async (method, path, options) => {
    const got = await call(method, path, options)
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
  return { context, page, open, take, call, leave }
}
