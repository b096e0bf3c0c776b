//! What columns mean, and how a list stands in one tag.
import { expect, it } from 'vitest'
import zh from '@/i18n/zh-CN/referrals.json'
import type { Referral } from '@/api/types'
import { i18n } from '@/i18n'
import { listLook, withRole } from './words'

i18n.global.mergeLocaleMessage('zh-CN', zh as never)

it('lets one column mean what another meant', () => {
  expect(withRole(['number', 'place', 'ignored'], 2, 'place')).toEqual(['number', 'ignored', 'place'])
  expect(withRole(['photo_before', 'note', 'ignored'], 2, 'photo_before')).toEqual(['photo_before', 'note', 'photo_before'])
})

it('tells how a list stands', () => {
  const counts: Referral['counts'] = { items: 3, left_out: 1, faulty: 0, refused: 0, dispatched: 0, closed: 0, overdue: 0, answered: 0, to_answer: 0, unanswered: 0 }
  const words = (state: string, more: Partial<Referral['counts']> = {}, due_on: string | null = '2026-11-01') => listLook({ state, counts: { ...counts, ...more }, due_on }, '2026-11-22').words
  expect([words('reading'), words('cancelled')]).toEqual(['正在读取', '已作废'])
  expect([words('read'), words('read', { faulty: 2 })]).toEqual(['待派遣', '2 件要补'])
  expect([words('dispatched', { dispatched: 2, unanswered: 2 }), words('dispatched', { dispatched: 2, unanswered: 1 }, '2026-11-22')]).toEqual(['逾期未回复完', '办理中'])
  expect(words('dispatched', { dispatched: 2, closed: 2, answered: 2 })).toBe('已全部回复')
})
