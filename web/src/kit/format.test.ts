//! Numbers as the office reads them.
import { beforeAll, describe, expect, it } from 'vitest'
import { speak } from '@/i18n'
import { change, digits, fixed, grouped, qualified, signed, spoken, THIN } from './format'

beforeAll(() => speak('zh-CN'))
const rate = { unit: '%', decimals: 1, better: 'up' as const }
const count = { unit: '件', decimals: 0, better: 'none' as const }

describe('digits', () => {
  it('groups from five digits on, with a thin space', () => {
    expect([grouped('0'), grouped('3420'), grouped('12846'), grouped('1234567.5')]).toEqual(['0', '3420', `12${THIN}846`, `1${THIN}234${THIN}567.5`])
    expect(grouped('-12846')).toBe(`−12${THIN}846`)
  })

  it('rounds decimal strings without floats', () => {
    expect([fixed('89.37', 1), fixed('1846.5', 1), fixed('9.995', 2), fixed('486', 0), fixed('2.5', 0)]).toEqual(['89.4', '1846.5', '10.00', '486', '3'])
    expect(fixed('90071992547409931.05', 1)).toBe('90071992547409931.1')
    expect([fixed('-1.25', 1), fixed('-0.04', 1)]).toEqual(['-1.3', '0.0'])
  })

  it('says no base instead of nought', () => {
    expect(digits(null, rate)).toBe('无基数')
    expect(digits('89.37', rate)).toBe('89.4')
    expect(spoken('486', count)).toBe(`486${THIN}件`)
  })

  it('keeps qualifiers and signs', () => {
    expect([qualified('150', 'at_least'), qualified('25', 'nearly'), qualified('40', 'about'), qualified('7', 'exact')]).toEqual(['150 余', '近 25', '约 40', '7'])
    expect([signed('1'), signed('-1')]).toEqual(['+1', '−1'])
  })
})

describe('change', () => {
  it('is in points for rates and judged by what is better', () => {
    expect(change('89.4', '86.1', rate)).toEqual({ direction: 'up', text: '3.3 个百分点', judgement: 'better' })
    expect(change('5.9', '5.0', { ...rate, better: 'down' })).toEqual({ direction: 'up', text: '0.9 个百分点', judgement: 'worse' })
  })

  it('is in percent for counts, absolute on a small base', () => {
    expect(change('486', '452', count)).toEqual({ direction: 'up', text: `7.5${THIN}%`, judgement: 'neither' })
    expect(change('6', '8', count)).toEqual({ direction: 'down', text: '2 件', judgement: 'neither' })
  })

  it('says so when there is nothing to compare or no change', () => {
    expect(change('1', null, count).text).toBe('无可比期')
    expect(change('89.42', '89.40', rate).text).toBe('持平')
  })
})
