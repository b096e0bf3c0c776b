//! What is done with cases on the phone.
import { photo } from './photo.mjs'

/** Opens a case under the heading of the step that is due. */
async function due(person, { id, number }, step) {
  await person.open(`/m/case/${id}`)
  await person.page.getByRole('heading', { name: `${step} ${number}` }).waitFor()
}

/** Fills the report's form up to its button; the area stays as proposed unless one is named. */
export async function fill(world, page, { place, kind = '散落垃圾', area, photos = 1 }) {
  const shots = await Promise.all(Array.from({ length: photos }, (_, at) => photo(world, `${place} ${at + 1}`)))
  await page.setInputFiles('#shots', shots)
  await page.getByRole('button', { name: /^类别/ }).click()
  await page.getByRole('searchbox').fill(kind)
  await page.getByRole('button', { name: new RegExp(`^${kind}`) }).click()
  if (area) {
    await page.getByRole('button', { name: /^社区（村）/ }).click()
    await page.getByRole('searchbox').fill(area)
    await page.getByRole('button', { name: area }).click()
  }
  await page.getByLabel('地点').fill(place)
}

/** Sends what the report's form holds and opens the case; gives its id and number. */
export async function send(page) {
  await page.getByRole('button', { name: '上报', exact: true }).click()
  const heading = await page.getByRole('heading', { name: /收到了，案件号/ }).textContent()
  await page.getByRole('link', { name: '看这件案件' }).click()
  await page.waitForURL(/\/m\/case\//)
  return { id: new URL(page.url()).pathname.split('/').pop(), number: heading.match(/\d{4}-\d{4}/)[0] }
}

/** Reports a problem and gives the case. */
export async function reported(world, person, what) {
  await person.open('/m/report')
  await fill(world, person.page, what)
  return send(person.page)
}

export async function accept(person, one) {
  await due(person, one, '受理')
  await person.page.getByRole('button', { name: '受理', exact: true }).click()
  await person.page.getByRole('heading', { name: `整改 ${one.number}` }).waitFor()
}

/** Puts right and proves it with a photo. */
export async function rectify(world, person, one, note = '已清扫') {
  const { page } = person
  await due(person, one, '整改')
  await page.setInputFiles('#after', [await photo(world, `${one.number} after`)])
  await page.getByLabel('整改情况').fill(note)
  await page.getByRole('button', { name: '报完成' }).click()
  await page.getByText(`${one.number} 已报完成，等待复查`).waitFor()
}

/** Says that a case is not the unit's. */
export async function giveBack(person, one, why = '不在我单位辖区') {
  const { page } = person
  await due(person, one, '受理')
  await page.getByRole('button', { name: '不归我管' }).click()
  await page.getByText('还差：理由').waitFor()
  await page.getByLabel('为什么不归你单位管').fill(why)
  await page.getByRole('button', { name: '退回', exact: true }).click()
  await page.getByText(`${one.number} 已退回`).waitFor()
}

export async function askForTime(person, one, days, why) {
  const { page } = person
  await person.open(`/m/case/${one.id}`)
  await page.getByRole('button', { name: '申请延期' }).click()
  await page.getByLabel('延多久').fill(String(days))
  await page.getByLabel('理由').fill(why)
  await page.locator('.ask button[type=submit]').click()
  await page.getByText(`${one.number} 已申请延期`).waitFor()
}

export async function pass(person, one) {
  await due(person, one, '复查')
  await person.page.getByText('合格，结案').click()
  await person.page.getByRole('button', { name: '提交' }).click()
  await person.page.getByText(`${one.number} 已结案`).waitFor()
}

export async function sendBack(person, one, why) {
  const { page } = person
  await due(person, one, '复查')
  await page.getByText('不合格，返工').click()
  await page.getByLabel('不合格的原因').fill(why)
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText(`${one.number} 已退回返工`).waitFor()
}
