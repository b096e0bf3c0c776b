//! Tables brought in on the page for it: tried first, then taken whole.

/** Chooses a table and waits for what its trial says. */
export async function tryTable(page, file) {
  await page.locator('.import-page input[type=file]').setInputFiles(file)
  await page.locator('.import-result').getByText(/将新增|有错|没有新的/).waitFor()
}

/** Takes what was tried. */
export async function take(page, rows) {
  await page.getByRole('button', { name: `导入 ${rows} 行` }).click()
  await page.locator('.import-result').getByText('已导入').waitFor()
}

/** The one-time passwords by login, as they are shown once; the sheet is closed as by somebody who has kept them. */
export async function slips(page) {
  const sheet = page.locator('.slip-sheet')
  await sheet.waitFor()
  const [logins, passwords] = await Promise.all(['login', 'password'].map((what) => sheet.locator(`[data-${what}]`).allTextContents()))
  await page.getByLabel('已打印或抄下').check()
  await sheet.getByRole('button', { name: '关闭' }).click()
  return Object.fromEntries(logins.map((login, at) => [login, passwords[at]]))
}
