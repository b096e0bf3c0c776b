//! A draft in words: what it is called, why it was refused, how large it is.
import { Problem } from '@/api/problem'
import { problemWords } from '@/api/words'
import { t } from '@/i18n'
import { shotsOf, type Draft } from './model'

export const nameOf = ({ work }: Draft): string =>
  work.kind === 'visit' ? t('drafts.visit', { site: work.site.name }) : work.kind === 'report' ? t('drafts.report', { title: work.title || t('drafts.untitled') }) : t('drafts.step', { verb: work.verb ? t(`verb.${work.verb}`) : '', number: work.number }).trim()

export const whyOf = ({ why }: Draft): string => (why ? problemWords(new Problem(why.status, { code: why.code, params: why.params })) : '')

const MEGA = 1024 * 1024
/** Megabytes of the photos, with one decimal. */
export const sizeOf = (drafts: Draft[]): string =>
  `${(drafts.flatMap(shotsOf).reduce((sum, shot) => sum + shot.blob.size, 0) / MEGA).toFixed(1)} MB`
