//! The scope of a figure in words: place, unit, kind, source.
import { useI18n } from 'vue-i18n'
import type { Asked } from '@/api/types'
import { useAreas, useKindOptions, useMetrics, useOrganisations } from '@/app/lists'
import { local } from '@/app/metric'
import { wordsOf } from '@/kit/pick'
import { period } from '@/kit/time'
import type { About } from '@/kit/tip'

/** A span of days stays as it is written. */
export const periodWords = (code: string): string => (code.includes('..') ? code : period(code))

interface Words {
  scope: (asked: Asked) => string
  about: (asked: Asked) => About
}

export function useScope(): Words {
  const { t, te } = useI18n()
  const [areas, orgs, categories, metrics] = [useAreas(), useOrganisations(), useKindOptions(), useMetrics()]
  const word = (dim: string, value: string): string => {
    if (dim === 'category') return wordsOf(value, categories.value)
    return te(`source.${value}`, 'zh-CN') ? t(`source.${value}`) : value
  }
  function scope({ area, org, own, dims }: Asked): string {
    const unit = orgs.data.value?.find(({ id }) => id === org)
    const place = areas.data.value?.find(({ id }) => id === area)?.name ?? ''
    return [place, org ? (unit?.short_name || unit?.name || t('reports.severalUnits', { n: org.split(',').length })) + (own ? t('figures.ownMark') : '') : t('reports.allUnits'), ...Object.entries(dims ?? {}).map(([dim, value]) => word(dim, value))].filter(Boolean).join(t('page.then'))
  }
  function about(asked: Asked): About {
    const metric = metrics.data.value?.find(({ code }) => code === asked.metric)
    return { metric: metric ? local(metric).name : asked.metric, scope: scope(asked), period: periodWords(asked.period) }
  }
  return { scope, about }
}
