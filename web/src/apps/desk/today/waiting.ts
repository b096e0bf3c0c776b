//! What waits at the desk: which of it is for today, what falls due next, and each item's second line.
import type { Waiting, WaitingItem } from '@/api/types'
import { t } from '@/i18n'
import { dayOf, limit } from '@/kit/time'

/** What waits without its rounds: those are walked with the phone, where they stand. */
export interface AtDesk {
  /** What is counted: due today, to approve, due this week. */
  groups: Waiting['groups']
  later: WaitingItem[]
  count: number
  /** Cases among them, later ones too. */
  all: number
  elsewhere: Waiting['elsewhere']
}

export function atDesk({ groups, elsewhere }: Pick<Waiting, 'groups' | 'elsewhere'>): AtDesk {
  const here = groups.map((one) => ({ ...one, items: one.items.filter(({ kind }) => kind !== 'round') })).filter(({ items }) => items.length)
  const later = here.find(({ group }) => group === 'later')?.items ?? []
  const now = here.filter(({ group }) => group !== 'later')
  const count = now.reduce((sum, { items }) => sum + items.length, 0)
  const all = here.flatMap(({ items }) => items).filter(({ kind }) => kind === 'case').length
  return { groups: now, later, count, all, elsewhere }
}

/** How many of the counted fall due today or are late, in whichever group. */
export const dueToday = ({ groups }: Pick<AtDesk, 'groups'>, today: string): number =>
  groups.flatMap(({ items }) => items).filter(({ due, late }) => late || (due !== null && dayOf(due) <= today)).length

/** The day on which the next of the later ones falls due. */
export function nextDay({ later }: Pick<AtDesk, 'later'>): string | null {
  const days = later.flatMap(({ due }) => due ?? []).sort()
  return days[0] ? dayOf(days[0]) : null
}

/** Unit, number and why it waits, else where it is; of what is no case, what it says of itself. */
export function secondLine(item: Pick<WaitingItem, 'kind' | 'detail' | 'unit' | 'number' | 'asked' | 'reason' | 'place'>): string {
  if (item.kind !== 'case') return item.detail
  const asked = item.asked ? t('today.asked', { limit: limit(item.asked) }) : ''
  const why = [asked, item.reason].filter(Boolean).join(t('page.then'))
  return [item.unit?.name, item.number, why || item.place].filter(Boolean).join(' · ')
}
