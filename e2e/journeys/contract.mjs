//! What the API's document promises, for the office, for the administrator, for a walker of a grid and for a stranger,
//! each in a town of their own: what one of them is let to change would lock the next out.
import assert from 'node:assert/strict'
import { holds, OWN_SESSION } from '../world/contract.mjs'
import { inTown } from '../world/server.mjs'

/** Of each operation; a long run takes more, and another seed. */
const examples = Number(process.env.CONTRACT_EXAMPLES ?? 3)
const seed = Number(process.env.CONTRACT_SEED ?? 1)
const WHO = { clerk: { without: OWN_SESSION }, admin: { without: OWN_SESSION }, grid: { without: OWN_SESSION }, nobody: { operations: OWN_SESSION } }

const journey = ([login, which]) => [
  `each answer to ${login} is one that the document tells of`,
  (world) => inTown(world, async ({ base }) => assert.equal(await holds(base, login, { examples, seed, ...which }), '')),
]
export const journeys = Object.fromEntries(Object.entries(WHO).map(journey))
