//! A metric in the language spoken: its name, unit and words.
import type { Metric } from '@/api/types'
import { language } from '@/i18n'

export function local<T extends Pick<Metric, 'name' | 'name_en' | 'unit' | 'unit_en'> & Partial<Pick<Metric, 'words' | 'words_en'>>>(metric: T): T {
  if (language() !== 'en') return metric
  return { ...metric, name: metric.name_en, unit: metric.unit_en, ...(metric.words_en === undefined ? {} : { words: metric.words_en }) }
}

/** The metrics that a share is made of; none for anything else. */
export const parts = (metric: Metric): string[] => [...new Set([...metric.numerator, ...metric.denominator])]
