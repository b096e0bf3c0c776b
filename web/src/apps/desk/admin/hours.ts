//! The hours of a working day: up to three stretches, changed or given back to the usual ones.
import type { Calendar, Shift } from '@/api/types'
import { t } from '@/i18n'
import { seen, text, type Action, type Field, type Values } from './form'
import { settleHours } from './settings'

const MOST = 3
const KEYS = Array.from({ length: MOST }, (_, at) => [`from${at}`, `to${at}`] as const)

/** The stretches that are filled in, in their order. */
const shiftsOf = (values: Values): Shift[] => KEYS.map(([from, to]) => ({ from: text(values, from), to: text(values, to) })).filter((shift) => shift.from !== '' && shift.to !== '')

export function hoursActions(calendar: Calendar): Action[] {
  const reason: Field = { key: 'reason', label: t('admin.reason'), kind: 'reason' }
  const side = (at: number, from: string, to: string): Field[] => [
    { key: from, label: t('admin.calendar.from', { n: at + 1 }), kind: 'time', optional: at > 0 },
    { key: to, label: t('admin.calendar.to', { n: at + 1 }), kind: 'time', optional: at > 0 },
  ]
  const { version } = calendar
  const change: Action = {
    version,
    name: 'hours', label: t('admin.calendar.changeHours'), effect: t('admin.calendar.hoursEffect'), fields: [...KEYS.flatMap(([from, to], at) => side(at, from, to)), reason],
    start: Object.fromEntries(calendar.hours.slice(0, MOST).flatMap((shift, at) => [[`from${at}`, shift.from], [`to${at}`, shift.to]])),
    run: (values, key) => settleHours(key, { shifts: shiftsOf(values), reason: text(values, 'reason'), ...seen(values) }), done: () => t('admin.calendar.hoursChanged'),
  }
  const usual: Action = { version, name: 'usual', label: t('admin.calendar.usualHours'), effect: t('admin.calendar.hoursEffect'), fields: [reason], run: (values, key) => settleHours(key, { shifts: [], reason: text(values, 'reason'), ...seen(values) }), done: () => t('admin.calendar.hoursChanged') }
  return calendar.own_hours ? [change, usual] : [change]
}
