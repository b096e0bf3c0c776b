//! What is done with a case in its drawer on the desk.

/** Runs a verb of the drawer: opens it, fills what it asks, submits. */
export async function onDesk(person, { id }, verb, fill = async () => undefined) {
  const { page } = person
  await person.open(`/desk/cases/${id}?view=all`)
  const bar = page.locator('.case-verbs')
  const button = bar.getByRole('button', { name: verb, exact: true })
  await bar.getByRole('button').first().waitFor()
  if (!(await button.isVisible())) await bar.getByRole('button', { name: '更多' }).click()
  await button.click()
  await bar.locator('.verb-form').waitFor()
  await fill(bar)
  await bar.locator('.verb-form button[type=submit]').click()
  await bar.locator('.verb-form').waitFor({ state: 'detached' })
}

export const because = (words) => (bar) => bar.locator('textarea').fill(words)

/** Names the unit that a dispatch goes to. */
export async function toUnit(page, bar, name) {
  await bar.locator('.pick-field > button').click()
  await page.locator('.pick-box input').fill(name)
  await page.getByRole('option', { name, exact: true }).click()
}

/** Sends a case to a unit; without a name to the one that the rule finds. */
export const dispatch = (person, one, name) => onDesk(person, one, '派遣', (bar) => (name ? toUnit(person.page, bar, name) : undefined))
