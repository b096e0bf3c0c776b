//! Levels of the area tree and the kinds of organisations, in the words of the language spoken.
import { t, te } from '@/i18n'
import type { PickOption } from '@/kit/pick'

const LEVELS = ['province', 'city', 'district', 'town', 'village', 'grid', 'village_group', 'estate', 'building', 'household']
/** Digits of the statistical code of a level; below the village any code will do. */
const DIGITS: Record<string, number> = { province: 2, city: 4, district: 6, town: 9, village: 12 }

/** Levels that may stand below one. */
export const levelsBelow = (level: string): PickOption[] => LEVELS.slice(LEVELS.indexOf(level) + 1).map((value) => ({ value, label: levelWord(value) }))

/** A level, or what the area is within it. */
export const levelWord = (level: string, kind = level): string => [kind, level].map((word) => `admin.level.${word}`).filter(te).map((key) => t(key))[0] ?? level

export const codeHint = (): string => t('admin.areas.codeHint', { digits: Object.entries(DIGITS).map(([level, n]) => `${levelWord(level)} ${n}`).join(t('page.comma')) })

/** The kinds of the organisations that stand, the office's own words among them. */
export const kindOptions = (all: { kind: string }[]): PickOption[] => [...new Set(all.map((one) => one.kind))].map((value) => ({ value, label: officeKind(value) }))

export const officeKind = (kind: string): string => (te(`admin.officeKind.${kind}`) ? t(`admin.officeKind.${kind}`) : kind)
