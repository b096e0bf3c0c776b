//! Time in words, by the clock of Shanghai.
import { beforeAll, describe, expect, it } from 'vitest'
import { speak } from '@/i18n'
import { brief, clock, daysLeft, dayHead, dayOf, deadline, lateFor, learnWorkDay, limit, moment, onPaper, period, recentMonths, span, workDays } from './time'

beforeAll(() => speak('zh-CN'))
const now = new Date('2026-10-30T01:12:00Z')
const due = (at: string, late = false): [string, string] => {
  const words = deadline(at, now, late)
  return [words.text, words.tone]
}

describe('deadlines', () => {
  it.each([
    ['2026-10-30T04:12:00Z', '剩 3 小时', 'soon'],
    ['2026-10-30T01:47:00Z', '剩 35 分', 'soon'],
    ['2026-10-30T16:30:00Z', '剩 15 小时', 'plain'],
    ['2026-10-31T03:20:00Z', '剩 1 天', 'plain'],
    ['2026-11-02T01:40:00Z', '剩 3 天', 'plain'],
    ['2026-11-04T01:40:00Z', '11月4日', 'plain'],
    ['2027-01-04T01:40:00Z', '2027年1月4日', 'plain'],
    ['2026-10-28T22:00:00Z', '逾期 1 天 3 小时', 'late'],
    ['2026-10-29T01:12:00Z', '逾期 1 天', 'late'],
    ['2026-10-30T01:02:00Z', '逾期 10 分', 'late'],
  ])('%s reads %s', (at, text, tone) => {
    expect(due(at)).toEqual([text, tone])
  })

  it('counts working time where nights lie between', () => {
    expect(deadline('2026-10-28T22:00:00Z', now, true, -1500).text).toBe('逾期 25 小时')
    learnWorkDay(480)
    learnWorkDay(undefined)
    expect(deadline('2026-10-28T22:00:00Z', now, true, -660).text).toBe('逾期 1 天 3 小时')
    expect(deadline('2026-10-31T10:12:00Z', now, false, 970).text).toBe('剩 2 天')
    expect([lateFor('2026-10-28T22:00:00Z', now, -500), lateFor('2026-10-28T22:00:00Z', now, -1632), lateFor('2026-10-28T22:00:00Z', now, null), lateFor('2026-10-28T22:00:00Z', now, 0)]).toEqual(['1 天', '1 天 3 小时', '1 天 3 小时', '刚过期限'])
    expect(workDays(912, 480)).toBe('1.9')
    expect(deadline('2026-10-31T01:12:00Z', now, false, 45).text).toBe('剩 45 分')
    expect(deadline('2026-10-29T22:00:00Z', now, true, 0).text).toBe('刚过期限')
    expect(deadline('2026-10-30T04:12:00Z', now, false, 180).text).toBe('剩 3 小时')
    expect(deadline('2026-11-09T01:12:00Z', now, false, 2520).text).toBe('11月9日')
  })

  it('keeps the exact moment for hover', () => {
    expect(deadline('2026-10-30T09:30:00Z', now, false).exact).toBe('10月30日 17:30')
  })
})

it('reads limits of the catalogue', () => {
  expect(['4 work_hour', '2 work_day', '4 urgent_hour', '3 natural_day', '别的'].map(limit)).toEqual(['4 个工作小时', '2 个工作日', '4 小时', '3 天', '别的'])
})

describe('days and clocks', () => {
  it('turns the day at midnight in Shanghai', () => {
    expect(dayOf('2026-10-30T15:59:00Z')).toBe('2026-10-30')
    expect(dayOf('2026-10-30T16:00:00Z')).toBe('2026-10-31')
    expect(clock('2026-10-30T16:05:00Z')).toBe('00:05')
  })

  it('names the year only when it is another', () => {
    expect(moment('2025-12-03T01:26:00Z', now)).toBe('2025年12月3日 09:26')
    expect(brief('2026-10-29T03:20:00Z', now)).toBe('29日 11:20')
    expect(brief('2026-09-29T03:20:00Z', now)).toBe('9月29日 11:20')
    expect(dayHead(now)).toBe('10月30日 星期五')
  })

  it('counts to the end of the month and back through months', () => {
    expect([daysLeft('2026-10-30'), daysLeft('2026-02-28'), daysLeft('2028-02-28')]).toEqual([1, 0, 1])
    expect(recentMonths('2026-01-15', 3)).toEqual(['2026-01', '2025-12', '2025-11'])
  })

  it('says the exact moment on paper, once', () => {
    expect(['2026-10-30T06:12:00Z', '2026-11-06T06:12:00Z', '2026-10-28T06:12:00Z'].map((at) => onPaper(deadline(at, now, false)))).toEqual(['剩 5 小时（至 10月30日 14:12）', '11月6日 14:12', '逾期 1 天 19 小时（至 10月28日 14:12）'])
    expect(onPaper({ text: '—', exact: '' })).toBe('—')
  })

  it('says lengths and periods', () => {
    expect([span(26), span(41), span(27 * 60), span(48 * 60), span(0)]).toEqual(['26 分', '41 分', '1 天 3 小时', '2 天', '0 分'])
    expect(['2026', '2026-H1', '2026-Q4', '2026-10'].map(period)).toEqual(['2026年', '2026年上半年', '2026年第4季度', '2026年10月'])
  })
})
