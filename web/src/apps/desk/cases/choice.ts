//! Between which units a verb of a case chooses.
import type { CaseView, Organisation } from '@/api/types'

type Seen = Pick<CaseView, 'lead' | 'cooperating' | 'verifier'>

/** The units that may verify as far as the tree tells: none that rectifies, none below one, and not the one that has it already. */
export function mayVerify(orgs: Organisation[], { lead, cooperating, verifier }: Seen): Set<string> {
  const rectifying = new Set([lead, ...cooperating].flatMap((unit) => (unit ? [unit.id] : [])))
  const paths = orgs.filter((org) => rectifying.has(org.id)).map((org) => org.path)
  const free = orgs.filter((org) => org.id !== verifier?.id && !paths.some((path) => org.path.startsWith(path)))
  return new Set(free.map((org) => org.id))
}

/** The newest time a verb was done; moves stand newest first. */
export const lastDone = ({ moves }: Pick<CaseView, 'moves'>, verb: CaseView['moves'][number]['verb']): string | null => moves.find((move) => move.verb === verb)?.at ?? null
