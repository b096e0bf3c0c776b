//! Groups of open cases as the first page shows them: by what, how wide, and lifted to the areas that the map draws.
import type { Area, CaseGroup } from '@/api/types'
import { t } from '@/i18n'
import { moment } from '@/kit/time'
import type { About } from '@/kit/tip'
import type { By } from '../cases/queries'

/** What the groups are of, by the name of the list's filter. */
export const WAYS = { org: 'lead', area: 'area', category: 'line' } as const satisfies Record<string, By>
export type Way = keyof typeof WAYS

/** The open count of the widest row, at least one. */
export const most = (rows: Pick<CaseGroup, 'open'>[]): number => Math.max(1, ...rows.map((row) => row.open))

interface Lying {
  open: number
  overdue: number
}

/** How many lie in each area directly below home; what lies deeper counts where its branch begins, home itself stays itself. */
export function lifted(groups: Pick<CaseGroup, 'key' | 'open' | 'overdue'>[], areas: Area[], home: string | undefined): Map<string, Lying> {
  const known = new Map(areas.map((area) => [area.id, area]))
  const sums = new Map<string, Lying>()
  for (const { key, open, overdue } of groups) {
    let area = known.get(key ?? '')
    while (area?.parent && area.id !== home && area.parent !== home) area = known.get(area.parent)
    if (!area) continue
    const sum = sums.get(area.id) ?? { open: 0, overdue: 0 }
    sums.set(area.id, { open: sum.open + open, overdue: sum.overdue + overdue })
  }
  return sums
}

/** What a count of cases answers: which, of whom, and as of now. */
export const aboutOf = (which: 'open' | 'overdue', scope: string | null | undefined, now: Date): About => ({ metric: t(`today.about.${which}`), scope: scope ?? t('cases.noLead'), period: t('today.asOf', { moment: moment(now.toISOString(), now) }) })
