//! A round in words: its kind, and the place that it is about.
import type { Round } from '@/api/types'
import { language } from '@/i18n'

export const roundWords = ({ kind, site, area }: Pick<Round, 'kind' | 'site' | 'area'>): string => `${language() === 'en' ? kind.name_en : kind.name} · ${site?.name ?? area.name}`
