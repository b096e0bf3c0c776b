//! A tree of any depth as two levels: roots, and below each what can be picked with the group it stands in.
import type { PickOption } from '@/kit/pick'

export interface Leaf extends PickOption {
  /** The group between root and leaf, if there is one. */
  under: string
}
interface Branch extends PickOption {
  leaves: Leaf[]
}

/** `options` in reading order; a root without leaves can itself be picked unless it is fixed. */
export function branches(options: PickOption[]): Branch[] {
  const found: Branch[] = []
  let groups: string[] = []
  for (const option of options) {
    const depth = option.depth ?? 0
    groups = groups.slice(0, depth)
    groups[depth] = option.label
    if (depth === 0) found.push({ ...option, leaves: [] })
    else if (!option.fixed) found[found.length - 1]?.leaves.push({ ...option, under: groups.slice(1, depth).join(' · ') })
  }
  return found.filter((branch) => branch.leaves.length > 0 || !branch.fixed)
}
