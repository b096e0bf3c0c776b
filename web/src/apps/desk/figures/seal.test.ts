//! The seal says what was found, never more.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Seal } from '@/api/types'
import { i18n, speak } from '@/i18n'
import zh from '@/i18n/zh-CN/desk.json'
import { sealLine } from './seal'

beforeAll(async () => {
  i18n.global.mergeLocaleMessage('zh-CN', zh)
  await speak('zh-CN')
})
const now = new Date('2026-10-31T08:00:00Z')
const of = (more: Partial<Seal> | null, postings = 3) => sealLine({ seal: more && { seq: 28448, head: '28448:ab', sealed_at: '2026-10-31T01:00:00Z', verified_at: '2026-10-31T02:00:00Z', broken: null, broken_at: null, ...more }, postings }, now)

describe('the seal', () => {
  it('agrees only once it was verified', () => {
    expect(of({})).toMatchObject({ tone: 'done', text: '账已封存至第 28\u2009448 号，校验一致（10月31日 10:00）' })
    expect(of({ verified_at: null })).toMatchObject({ tone: 'muted', text: '账已封存至第 28\u2009448 号，还没有校验' })
  })

  it('says at which posting it breaks, or in what', () => {
    expect(of({ broken: 'content', broken_at: 1284 })).toMatchObject({ tone: 'late', text: '封存校验不一致：第 1284 号入账' })
    expect(of({ broken: 'rollup' })).toMatchObject({ tone: 'late', text: '封存校验不一致：汇总数' })
  })

  it('says that nothing is sealed yet, where there is something to seal', () => {
    expect(of(null)?.text).toBe('账还没有封存')
    expect(of(null, 0)).toBeNull()
  })
})
