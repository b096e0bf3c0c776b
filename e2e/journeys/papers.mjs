//! The summaries that the demo town's office would have written on the first of each month.
import assert from 'node:assert/strict'
import { signIn } from '../world/person.mjs'

/** The last three full months, the latest first, as `2026-10`. */
function lastMonths(today) {
  const [year, month] = today.split('-').map(Number)
  return [1, 2, 3].map((back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7))
}

const said = ({ content: { text, runs = [] } }) => (text ?? '') + runs.map((run) => run.text ?? run.figure.text).join('')

export const journeys = {
  'the demo town tells each of its last full months in three to five thousand characters': async (world) => {
    const clerk = await signIn(world, 'clerk')
    const { today } = await clerk.take('GET', '/api/session')
    for (const period of lastMonths(today)) {
      const { title, blocks } = await clerk.take('POST', '/api/reports/summaries', { data: { period } })
      const { length } = (title + blocks.map(said).join('')).replace(/\s/g, '')
      assert.ok(length >= 3000 && length <= 5000, `${period}: ${length} characters`)
      const units = said(blocks.find(({ key }) => key === 'supervision.units'))
      assert.match(units, /八是[^；]+；九是其余\d+个单位应结案\d+件/, period)
      assert.doesNotMatch(units, /十是/, period)
    }
    await clerk.leave()
  },
}
