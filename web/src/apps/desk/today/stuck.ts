//! Open cases grouped by unit, place or kind: how many, how many overdue, since when, and of which kind most.
import type { Area, CaseRow, Category } from '@/api/types'

export type Way = 'org' | 'area' | 'category'

export interface Stuck {
  id: string | null
  name: string
  open: number
  overdue: number
  /** The earliest deadline among the overdue. */
  since: string | null
  /** The two kinds that come most often. */
  kinds: string[]
}

interface Group {
  id: string | null
  name: string
}

type Grouping = (row: CaseRow) => Group

/** By the responsible unit; a case without one stands under the given word. */
export const byUnit =
  (nobody: string): Grouping =>
  (row) => row.lead ?? { id: null, name: nobody }

/** By the area directly below home in which the case lies; home itself stays itself. */
export function byArea(areas: Area[], home: string | undefined): Grouping {
  const known = new Map(areas.map((area) => [area.id, area]))
  return (row) => {
    let area = known.get(row.area.id)
    while (area?.parent && area.id !== home && area.parent !== home) area = known.get(area.parent)
    return area ?? row.area
  }
}

/** By the root of the tree of kinds. */
export function byLine(categories: Category[]): Grouping {
  const known = new Map(categories.map((kind) => [kind.code, kind]))
  return (row) => {
    const line = known.get(known.get(row.category.code)?.line ?? '')
    return { id: line?.code ?? row.category.code, name: line?.name ?? row.category.name }
  }
}

/** Most overdue first, then most open. */
export function group(rows: CaseRow[], by: Grouping): Stuck[] {
  const groups = new Map<string | null, { name: string; rows: CaseRow[] }>()
  for (const row of rows) {
    const { id, name } = by(row)
    groups.set(id, { name, rows: [...(groups.get(id)?.rows ?? []), row] })
  }
  return [...groups].map(([id, one]) => summed(id, one.name, one.rows)).sort((a, b) => b.overdue - a.overdue || b.open - a.open)
}

function summed(id: string | null, name: string, rows: CaseRow[]): Stuck {
  const late = rows.filter((row) => row.late)
  const since = late.flatMap((row) => row.deadline ?? []).sort()[0] ?? null
  return { id, name, open: rows.length, overdue: late.length, since, kinds: commonest(rows) }
}

function commonest(rows: CaseRow[]): string[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.category.name, (counts.get(row.category.name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 2).map(([name]) => name)
}

export const most = (rows: Stuck[]): number => Math.max(1, ...rows.map((row) => row.open))
