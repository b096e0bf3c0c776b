//! What the first page of the desk shows: what waits, the month's figures, the map of open problems.

const whole = (text) => Number(text.replace(/[^\d]/g, ''))

/** The count that the headline tells. */
export async function waiting(page) {
  const head = await page.getByRole('heading', { level: 1 }).textContent()
  return { count: whole(/(?:要办) (\d+) 件/.exec(head)?.[1] ?? '0'), listed: await page.locator('.waiting li').count() }
}

/** The month's figures by metric; of a share its two parts. */
export async function figures(page) {
  await page.locator('.month li .fig').first().waitFor()
  const lines = await page.locator('.month li').evaluateAll((rows) => rows.map((row) => [row.querySelector('.fig').pathname, row.querySelector('.fig').textContent, row.querySelector('.month-name .note')?.textContent]))
  return Object.fromEntries(lines.map(([path, value, parts]) => [path.split('/').pop(), parts ? parts.split('/').map(whole) : whole(value)]))
}

/** The map's areas: what is written in each. */
export const map = (page) => page.locator('.where svg a').evaluateAll((areas) => areas.map((area) => [...area.querySelectorAll('text')].map((text) => text.textContent).join(' ')))
