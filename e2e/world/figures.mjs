//! Figures of cases, and what a course of events moved of them.
const COUNTED = ['reported', 'registered', 'dispatched', 'returned', 'rectified', 'sent_back', 'verified', 'closed', 'closed_in_time', 'due', 'overdue', 'extended', 'shelved', 'reopened', 'fixed_on_spot', 'supervised', 'open']

export const areaOf = async (person, name) => (await person.take('GET', '/api/areas')).find((area) => area.name === name)

/** The month's figures by metric: of an area by its name, without one of the whole home. */
export async function counts(person, name) {
  const { today, home_area } = await person.take('GET', '/api/session')
  const { id } = name ? await areaOf(person, name) : home_area
  const values = await Promise.all(COUNTED.map((metric) => person.take('GET', `/api/figures/case.${metric}?area=${id}&period=${today.slice(0, 7)}`)))
  return Object.fromEntries(COUNTED.map((metric, at) => [metric, Number(values[at].value)]))
}

/** What differs between two counts; what does not is left out. */
export const movedBy = (before, after) => Object.fromEntries(COUNTED.flatMap((metric) => (after[metric] === before[metric] ? [] : [[metric, after[metric] - before[metric]]])))

/** What a course added to the figures of an area, and what it gave. */
export async function moved(person, name, course) {
  const before = await counts(person, name)
  const result = await course()
  return [movedBy(before, await counts(person, name)), result]
}

/** Waits until the account is sealed past what a case did, as a paper takes its figures at a seal. */
export async function sealed(person, { id }, metric = 'case.registered') {
  const { today } = await person.take('GET', '/api/session')
  for (let tries = 0; tries < 90; tries += 1) {
    const { items } = await person.take('GET', `/api/figures/${metric}/postings?period=${today.slice(0, 7)}`)
    if (items.find((one) => one.source?.id === id)?.seq) return
    await new Promise((done) => setTimeout(done, 500))
  }
  throw new Error('the posting was not sealed in time')
}
