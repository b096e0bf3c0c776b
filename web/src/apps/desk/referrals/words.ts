//! What of a list stands in words: the meanings of columns, how a list stands, what a row lacks.
import type { Referral, ReferralItem, ReferralRole } from '@/api/types'
import { problemWords } from '@/api/words'
import { Problem } from '@/api/problem'
import { t, te } from '@/i18n'
import type { TagTone } from '@/kit/tag'
import type { IconName } from '@/kit/icons'

/** In the order in which lists have them. */
export const ROLES: ReferralRole[] = ['number', 'place', 'problem', 'category', 'unit', 'due_on', 'photo_before', 'note', 'done', 'done_on', 'photo_after', 'ignored']
/** More than one column may mean these. */
const REPEATED: ReferralRole[] = ['photo_before', 'note', 'ignored']

/** The meanings with one column's changed; another that meant the same means nothing then. */
export const withRole = (roles: ReferralRole[], at: number, role: ReferralRole): ReferralRole[] =>
  roles.map((one, place) => (place === at ? role : one === role && !REPEATED.includes(role) ? 'ignored' : one))

interface Look {
  words: string
  icon: IconName
  tone: TagTone
}

/** How a list stands, in one tag. */
export function listLook({ state, counts, due_on }: { state: string } & Pick<Referral, 'counts' | 'due_on'>, today: string): Look {
  const look = (word: string, icon: IconName, tone: TagTone): Look => ({ words: t(`referrals.stands.${word}`, { n: counts.faulty }), icon, tone })
  if (state === 'reading' || state === 'dispatching') return look(state, 'clock', 'accent')
  if (state === 'failed') return look('failed', 'warning', 'late')
  if (state === 'cancelled') return look('cancelled', 'barred', 'hold')
  if (state === 'read') return counts.faulty ? look('faulty', 'warning', 'soon') : look('ready', 'ring', 'hold')
  if (counts.dispatched && counts.dispatched === counts.items - counts.left_out && !counts.unanswered) return look('answered', 'closed', 'done')
  if (due_on && due_on < today) return look('late', 'warning', 'late')
  return look('working', 'half', 'accent')
}

/** What a row lacks, or why it was refused; none where it can become a case. */
export function lacks({ draft, problem, broken }: ReferralItem): { field: string; words: string }[] {
  const faults = draft.faults.map(({ field, rule, found }) => ({ field, words: t(`referrals.fault.${field}_${rule}`, { found }) }))
  const unread = broken.map(({ rule }) => ({ field: 'photos', words: t('referrals.unread', { why: te(`problem.${rule}`) ? t(`problem.${rule}`) : rule }) }))
  const refused = problem ? [{ field: 'problem', words: problemWords(new Problem(422, problem)) }] : []
  return [...faults, ...refused, ...unread]
}
