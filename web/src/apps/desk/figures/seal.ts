//! How the account behind a figure stands, in one line: sealed, verified, or broken and where.
import type { Figure } from '@/api/types'
import { t, te } from '@/i18n'
import { grouped } from '@/kit/format'
import type { IconName } from '@/kit/icons'
import { moment } from '@/kit/time'

interface SealLine {
  tone: 'done' | 'muted' | 'late'
  icon: IconName
  text: string
}

export function sealLine({ seal, postings }: Pick<Figure, 'seal' | 'postings'>, now: Date): SealLine | null {
  if (!seal) return postings > 0 ? { tone: 'muted', icon: 'clock', text: t('figures.seal.none') } : null
  const n = grouped(seal.seq)
  if (seal.broken !== null) {
    const what = te(`figures.seal.in.${seal.broken}`) ? t(`figures.seal.in.${seal.broken}`) : seal.broken
    return { tone: 'late', icon: 'warning', text: seal.broken_at === null ? t('figures.seal.brokenIn', { what }) : t('figures.seal.broken', { n: grouped(seal.broken_at) }) }
  }
  if (seal.verified_at === null) return { tone: 'muted', icon: 'clock', text: t('figures.seal.unverified', { n }) }
  return { tone: 'done', icon: 'shield', text: t('figures.seal.agrees', { n, moment: moment(seal.verified_at, now) }) }
}
