//! The scope of a figure in words: place, unit, kind, source.
import { useI18n } from 'vue-i18n'
import type { Figure } from '@/api/types'
import { useCategoryOptions } from '@/app/lists'

export function useScope(): (figure: Figure, dims: Record<string, string> | undefined) => string {
  const { t, te } = useI18n()
  const categories = useCategoryOptions(false)
  const word = (dim: string, value: string): string => {
    if (dim === 'category') return categories.value.find((one) => one.value === value)?.label ?? value
    return te(`source.${value}`, 'zh-CN') ? t(`source.${value}`) : value
  }
  return (figure, dims) => [figure.area.name, figure.org?.name ?? t('reports.allUnits'), ...Object.entries(dims ?? {}).map(([dim, value]) => word(dim, value))].join(t('page.then'))
}
