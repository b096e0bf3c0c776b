//! A visit on the phone: where the visitor stands and what the checklist is told.

/** A phone that stands some metres north of a point. */
export const standing = ({ lon, lat }, metres = 0) => ({ geolocation: { longitude: lon, latitude: lat + metres / 111_195, accuracy: 6 }, permissions: ['geolocation'] })

export const block = (page, name) => page.locator('.question', { hasText: name })

/** Opens a site by the code that stands on its plate. */
export async function typeCode(page, code) {
  await page.getByRole('button', { name: '扫码' }).click()
  await page.getByLabel('点位编码').fill(code)
  await page.getByRole('button', { name: '打开点位' }).click()
}

/** Answers every verdict, those named with 不合格. */
export async function judge(page, failing) {
  await page.locator('.verdicts').first().waitFor()
  for (const question of await page.locator('.question').filter({ has: page.locator('.verdicts') }).all()) {
    const name = (await question.locator('.question-head .fill').innerText()).trim()
    await question.getByText(failing.includes(name) ? '不合格' : '合格', { exact: true }).click()
  }
}
