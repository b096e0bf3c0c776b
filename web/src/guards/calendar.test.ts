//! The shipped working calendars against a kept data package, day by day.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isWorkday } from 'chinese-days'
import { describe, expect, it } from 'vitest'

const folder = resolve(__dirname, '../../../catalog/calendars')
const years = readdirSync(folder).filter((name) => name.endsWith('.toml'))

function* days(from: string, to: string): Generator<string> {
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) yield new Date(at).toISOString().slice(0, 10)
}

/** The days that the year's file says are off, and those worked instead. */
function stated(text: string): { off: Set<string>; worked: Set<string> } {
  const holidays = text.split('[[holiday]]').slice(1)
  const value = (part: string, key: string): string => part.match(new RegExp(`^${key} = "([\\d-]+)"`, 'm'))?.[1] ?? ''
  const list = (part: string): string[] => [...(part.match(/^make_up = \[(.*)\]/m)?.[1] ?? '').matchAll(/[\d-]{10}/g)].map((hit) => hit[0])
  return {
    off: new Set(holidays.flatMap((part) => [...days(value(part, 'from'), value(part, 'to'))])),
    worked: new Set(holidays.flatMap(list)),
  }
}

describe.each(years)('%s', (name) => {
  const year = name.slice(0, 4)
  const { off, worked } = stated(readFileSync(resolve(folder, name), 'utf8'))

  it('works and rests on the days of the data package', () => {
    const works = (day: string): boolean => worked.has(day) || (!off.has(day) && new Date(day).getUTCDay() % 6 !== 0)
    const differing = [...days(`${year}-01-01`, `${year}-12-31`)].filter((day) => works(day) !== isWorkday(day))
    expect(differing).toEqual([])
    expect(off.size).toBeGreaterThan(20)
  })
})
