//! A draft in words: what it is called, why it was refused, how large it is.
import { Problem } from '@/api/problem'
import { problemWords } from '@/api/words'
import { t } from '@/i18n'
import { shotsOf, type Draft } from './model'

export function nameOf({ work }: Draft): string {
  switch (work.kind) {
    case 'visit': return t('drafts.visit', { site: work.site.name })
    case 'round': return t('drafts.round', { place: work.place }).trim()
    case 'correction': return t('drafts.correction', { site: work.site })
    case 'report': return t('drafts.report', { title: work.title || t('drafts.untitled') })
    case 'step': return t('drafts.step', { verb: work.verb ? t(`verb.${work.verb}`) : '', number: work.number }).trim()
  }
}

export const whyOf = ({ why }: Draft): string => (why ? problemWords(new Problem(why.status, { code: why.code, params: why.params })) : '')

const MEGA = 1024 * 1024
/** Megabytes of the photos, with one decimal. */
export const sizeOf = (drafts: Draft[]): string =>
  `${(drafts.flatMap(shotsOf).reduce((sum, shot) => sum + shot.blob.size, 0) / MEGA).toFixed(1)} MB`
