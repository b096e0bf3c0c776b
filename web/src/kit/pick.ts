//! What a picker lists and how typed words narrow it; a tree keeps the parents of what matches.

export interface PickOption {
  value: string
  label: string
  /** What it reads once chosen, where the label alone does not say whose it is. */
  whole?: string
  /** Steps below the root; 0 in flat lists. */
  depth?: number
  /** Heads and branches that only group. */
  fixed?: boolean
  hint?: string
}

/** The words of a chosen value; one that is not listed stays as it is. */
export function wordsOf(value: string, options: PickOption[]): string {
  const found = options.find((option) => option.value === value)
  return found?.whole ?? found?.label ?? value
}

const same = (text: string): string => text.toLowerCase().replace(/\s+/g, '')

export function narrow(options: PickOption[], words: string): PickOption[] {
  const wanted = same(words)
  if (wanted === '') return options
  const hits = new Set(options.flatMap((option, at) => (!option.fixed && same((option.whole ?? option.label) + (option.hint ?? '')).includes(wanted) ? [at] : [])))
  const above = new Set([...hits].flatMap((at) => parents(options, at)))
  return options.flatMap((option, at) => (hits.has(at) ? [option] : above.has(at) ? [{ ...option, fixed: true }] : []))
}

/** The places of all that stand above an option in the tree. */
function parents(options: PickOption[], at: number): number[] {
  const found: number[] = []
  let depth = options[at]?.depth ?? 0
  for (let place = at - 1; place >= 0 && depth > 0; place -= 1) {
    const above = options[place]?.depth ?? 0
    if (above < depth) {
      found.push(place)
      depth = above
    }
  }
  return found
}

interface TreeRow {
  key: string
  parent: string | null
}

/** Rows of a tree in reading order, each with its depth; a row whose parent is not listed is a root. */
export function inOrder<T extends TreeRow>(rows: T[]): (T & { depth: number })[] {
  const known = new Set(rows.map((row) => row.key))
  const under = new Map<string | null, T[]>()
  for (const row of rows) {
    const home = row.parent !== null && known.has(row.parent) ? row.parent : null
    under.set(home, [...(under.get(home) ?? []), row])
  }
  const walk = (parent: string | null, depth: number): (T & { depth: number })[] =>
    (under.get(parent) ?? []).flatMap((row) => [{ ...row, depth }, ...walk(row.key, depth + 1)])
  return walk(null, 0)
}
