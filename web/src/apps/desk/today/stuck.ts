//! Open and overdue side by side, most overdue first, and how wide each bar is.
import type { Named, Split } from '@/api/types'

export interface Stuck {
  key: Named
  open: number
  overdue: number
}

export function join(open: Split | undefined, overdue: Split | undefined): Stuck[] {
  const late = new Map((overdue?.rows ?? []).map((row) => [row.key.id, Number(row.value ?? 0)]))
  return (open?.rows ?? [])
    .map((row) => ({ key: row.key, open: Number(row.value ?? 0), overdue: late.get(row.key.id) ?? 0 }))
    .filter((row) => row.open > 0)
    .sort((a, b) => b.overdue - a.overdue || b.open - a.open)
}

export const most = (rows: Stuck[]): number => Math.max(1, ...rows.map((row) => row.open))
