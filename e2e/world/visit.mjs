//! A visit on the phone: where the visitor stands, what the checklist is told, and what becomes of what fails.
import { photo } from './photo.mjs'

/** A phone that stands some metres north of a point. */
export const standing = ({ lon, lat }, metres = 0) => ({ geolocation: { longitude: lon, latitude: lat + metres / 111_195, accuracy: 6 }, permissions: ['geolocation'] })

export const block = (page, name) => page.locator('.question', { hasText: name })

/** Opens a site by the code that stands on its plate. */
export async function typeCode(page, code) {
  await page.getByRole('button', { name: '扫码' }).click()
  await page.getByLabel('点位编码').fill(code)
  await page.getByRole('button', { name: '打开点位' }).click()
}

/** The sheet that a failing item opens. */
const sheetOf = (page) => page.getByRole('dialog', { name: '登记为案件' })

/** A near and a wide photo into the open sheet. */
export async function shoot(world, page, name) {
  const sheet = sheetOf(page)
  await sheet.locator('input[type=file]').setInputFiles([await photo(world, name), await photo(world, `${name} 全景`)])
  await sheet.locator('img').nth(1).waitFor()
  return sheet
}

/** Photographs what failed and says that it shall be a case. */
export const register = (world, page) => async (name) => {
  const sheet = await shoot(world, page, name)
  await sheet.getByText('按类别规则').waitFor()
  await sheet.getByRole('button', { name: /^登记/ }).click()
}

/** Answers every verdict, those named with 不合格; `fails` deals with the sheet that each of these opens. */
export async function judge(page, failing, fails) {
  await page.locator('.verdicts').first().waitFor()
  for (const question of await page.locator('.question').filter({ has: page.locator('.verdicts') }).all()) {
    const name = (await question.locator('.question-head .fill').innerText()).trim()
    await question.locator('.verdicts').getByText(failing.includes(name) ? '不合格' : '合格', { exact: true }).click()
    if (!failing.includes(name)) continue
    await fails(name)
    await sheetOf(page).waitFor({ state: 'detached' })
  }
}
