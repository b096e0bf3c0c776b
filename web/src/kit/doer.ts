//! Who did something: unit and person, and for whom where they deputised.
import type { Named } from '@/api/types'
import { t } from '@/i18n'

interface Did {
  person: Named | null
  for_person: Named | null
}

export const nameOf = ({ person, for_person }: Did): string => (person && for_person ? t('timeline.deputy', { who: person.name, whom: for_person.name }) : (person?.name ?? ''))

export const doer = (step: Did & { org: Named | null }): string => [step.org?.name, nameOf(step)].filter(Boolean).join(' ')
