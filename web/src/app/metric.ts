//! A metric in the language spoken: its name, unit and words.
import type { Metric } from '@/api/types'
import { language } from '@/i18n'

export function local(metric: Metric): Metric {
  if (language() !== 'en') return metric
  return { ...metric, name: metric.name_en, unit: metric.unit_en, words: metric.words_en }
}

/** The metrics that a share is made of; none for anything else. */
export const parts = (metric: Metric): string[] => [...new Set([...metric.numerator, ...metric.denominator])]
