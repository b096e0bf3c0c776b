//! Instants and periods in words, always in the time of Shanghai, which has had no summer time since 1991.
import { shallowRef } from 'vue'
import type { CaseView } from '@/api/types'
import { t } from '@/i18n'

type Tone = 'late' | 'soon' | 'plain'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const OFFSET = 8 * HOUR
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The instant as a date whose UTC fields are the wall clock of Shanghai. */
const wall = (at: Date | string): Date => new Date(new Date(at).getTime() + OFFSET)
const two = (n: number): string => String(n).padStart(2, '0')

/** The day in Shanghai, `YYYY-MM-DD`. */
export const dayOf = (at: Date | string): string => wall(at).toISOString().slice(0, 10)
/** Hours and minutes, `09:26`. */
export const clock = (at: Date | string): string => `${two(wall(at).getUTCHours())}:${two(wall(at).getUTCMinutes())}`

/** A day `YYYY-MM-DD`: 10月30日 this year, 2025年12月3日 in others. */
export function day(iso: string, now: Date): string {
  const [y = 0, m = 1, d = 1] = iso.split('-').map(Number)
  const same = y === wall(now).getUTCFullYear()
  return t(same ? 'time.date' : 'time.dateYear', { y, m, d, mon: MONTHS[m - 1] })
}

export const moment = (at: string, now: Date): string => t('time.moment', { date: day(dayOf(at), now), clock: clock(at) })

/** When a case was found; beside it what the phone's clock said, where that was not believed. */
export function foundAt(one: Pick<CaseView, 'found_at' | 'found_said_at'>, now: Date): string {
  const time = moment(one.found_at, now)
  return one.found_said_at ? t('time.doubted', { time, said: moment(one.found_said_at, now) }) : time
}

/** In a timeline: the day alone suffices within the same month. */
export function brief(at: string, now: Date): string {
  const near = dayOf(at).slice(0, 7) === dayOf(now).slice(0, 7)
  return near ? t('time.dayOnly', { d: wall(at).getUTCDate(), date: day(dayOf(at), now), clock: clock(at) }) : moment(at, now)
}

/** For page heads: 10月30日 星期五. */
export function dayHead(now: Date): string {
  const date = day(dayOf(now), now)
  return t('time.head', { date, weekday: t(`time.weekday.${wall(now).getUTCDay()}`) })
}

/** A length of time: minutes below an hour, hours below a day of `length` minutes, then days with hours. */
export function span(minutes: number, length = 1440): string {
  const whole = Math.max(0, Math.floor(minutes))
  const d = Math.floor(whole / length)
  const rest = d > 0 ? whole - d * length : whole
  const [h, m] = [Math.floor(rest / 60), rest % 60]
  if (d > 0) return h > 0 ? t('time.daysHours', { d, h }) : t('time.days', { n: d })
  if (h > 0) return t('time.hours', { n: h })
  return t('time.minutes', { n: m })
}

interface Due {
  text: string
  tone: Tone
  /** The exact moment, for hover and print. */
  exact: string
}

/** On paper nothing can be pointed at: the exact moment stands with the words, or instead of its own day. */
export const onPaper = ({ text, exact }: Pick<Due, 'text' | 'exact'>): string => (exact.startsWith(text) ? exact : exact ? text + t('time.until', { moment: exact }) : text)

/** Nights and holidays lie between the two: the limit counts in working time. */
const SLACK = 15
/** Minutes of a working day; until the session has told them, working time is said in hours. */
const workDay = shallowRef(Infinity)
export function learnWorkDay(minutes: number | undefined): void {
  if (minutes && minutes > 0) workDay.value = minutes
}
/** A length of working time, in days as long as the calendar's. */
const work = (minutes: number): string => span(minutes, workDay.value)

/**
 * A deadline: relative within three days and when overdue, else the date; today's is ochre, an overdue one red.
 * `remaining` are the minutes as the limit counts; where they differ from the clock on the wall they are working time.
 */
export function deadline(at: string, now: Date, late: boolean, remaining: number | null = null): Due {
  const exact = moment(at, now)
  const left = Date.parse(at) - now.getTime()
  const working = remaining !== null && Math.abs(remaining - left / MINUTE) > SLACK ? Math.abs(remaining) : null
  if (working === 0 && left < 0) return { text: t('time.overJust'), tone: 'late', exact }
  if (late || left < 0) return { text: t('time.over', { span: lateFor(at, now, remaining) }), tone: 'late', exact }
  const tone = dayOf(at) === dayOf(now) ? 'soon' : 'plain'
  if (left >= 3 * DAY + HOUR) return { text: day(dayOf(at), now), tone, exact }
  if (working !== null) return { text: t('time.left', { span: work(working) }), tone, exact }
  const whole = left >= DAY ? Math.floor(left / DAY) * 1440 : left / MINUTE
  return { text: t('time.left', { span: span(whole) }), tone, exact }
}

/** For how long a deadline has passed, in the words of the deadline. */
export function lateFor(at: string, now: Date, remaining: number | null): string {
  const over = (now.getTime() - Date.parse(at)) / MINUTE
  const working = remaining !== null && Math.abs(remaining + over) > SLACK
  if (working && remaining === 0) return t('time.overJust')
  return working ? work(Math.abs(remaining)) : span(over)
}

/** A mean length of working time in working days, one decimal. */
export const workDays = (minutes: number, length: number): string => (minutes / length).toFixed(1)

/** A period of the grammar (`2026`, `2026-H1`, `2026-Q4`, `2026-10`) in words. */
export function period(code: string): string {
  const [y = '', part = ''] = code.split('-')
  if (part === '') return t('time.year', { y })
  if (part === 'H1' || part === 'H2') return t(part === 'H1' ? 'time.half1' : 'time.half2', { y })
  if (part.startsWith('Q')) return t('time.quarter', { y, q: part.slice(1) })
  return t('time.month', { y, m: Number(part), mon: MONTHS[Number(part) - 1] })
}

export const monthShort = (code: string): string => {
  const m = Number(code.split('-')[1])
  return t('time.monthShort', { m, mon: MONTHS[m - 1] })
}

/** Days from today to the end of the month. */
export function daysLeft(today: string): number {
  const [y = 0, m = 1, d = 1] = today.split('-').map(Number)
  return new Date(Date.UTC(y, m, 0)).getUTCDate() - d
}

/** The last `count` months up to the month of `today`, newest first. */
export function recentMonths(today: string, count: number): string[] {
  const [y = 0, m = 1] = today.split('-').map(Number)
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(y, m - 1 - back, 1)).toISOString().slice(0, 7))
}

const LIMITS = ['work_hour', 'work_day', 'urgent_hour', 'natural_day']

/** A limit as the catalogue writes it (`4 work_hour`) in words; anything else stays as it is. */
export function limit(written: string): string {
  const [n, unit = ''] = written.split(' ')
  return LIMITS.includes(unit) ? t(`time.limit.${unit}`, { n: Number(n) }) : written
}
