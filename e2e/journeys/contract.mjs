//! What the API's document promises, for the office, for the administrator and for a walker of a grid.
import assert from 'node:assert/strict'
import { holds, OWN_SESSION } from '../world/contract.mjs'
import { inTown } from '../world/server.mjs'

/** Of each operation; a long run takes more, and another seed. */
const examples = Number(process.env.CONTRACT_EXAMPLES ?? 3)
const seed = Number(process.env.CONTRACT_SEED ?? 1)

async function walk({ base }) {
  for (const login of ['clerk', 'admin', 'grid']) {
    assert.equal(await holds(base, login, { examples, seed, without: OWN_SESSION }), '', login)
  }
  assert.equal(await holds(base, 'nobody', { examples, seed, operations: OWN_SESSION }), '', 'nobody')
}

export const journeys = { 'each answer is one that the document tells of': (world) => inTown(world, walk) }
