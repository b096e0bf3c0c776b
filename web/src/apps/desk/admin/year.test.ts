//! Months begin under their weekday and count what is worked.
import { expect, it } from 'vitest'
import type { CalendarDay } from '@/api/types'
import { months } from './year'

const day = (at: string, works: boolean): CalendarDay => ({ day: at, works, why: works ? 'weekday' : 'weekend', name: null, name_en: null, reason: null, changed_at: null })

it('lays days under their weekdays', () => {
  const [october, november] = months([day('2026-10-30', true), day('2026-10-31', false), day('2026-11-01', false)])
  expect(october).toMatchObject({ period: '2026-10', before: 3, working: 1 }) // 1 October 2026 is a Thursday
  expect(november).toMatchObject({ period: '2026-11', before: 6, working: 0 }) // 1 November 2026 is a Sunday
})
