//! The order of verbs and what each asks.
import { describe, expect, it } from 'vitest'
import type { CaseVerb } from '@/api/types'
import { asks, lay, missing } from './verbs'

const of = (...verbs: CaseVerb[]) => verbs.map((verb) => ({ verb, needs: [] }))

describe('verbs', () => {
  it('put the way forward first and keep endings under more', () => {
    const laid = lay(of('cancel', 'shelve', 'send_back', 'verify'))
    expect(laid.primary?.verb).toBe('verify')
    expect(laid.plain.map((one) => one.verb)).toEqual(['send_back'])
    expect(laid.more.map((one) => one.verb)).toEqual(['shelve', 'cancel'])
  })

  it('have no primary when only endings are allowed', () => {
    expect(lay(of('cancel')).primary).toBeNull()
    expect(lay([]).more).toEqual([])
  })

  it('ask what they need and what they take', () => {
    expect(asks({ verb: 'accept', needs: [] })).toEqual([])
    expect(asks({ verb: 'rectify', needs: ['photo'] })).toEqual(['photo', 'reason'])
    expect(asks({ verb: 'send_back', needs: ['reason'] })).toEqual(['reason'])
  })

  it('name what is missing', () => {
    const rectify = { verb: 'rectify' as const, needs: ['photo' as const, 'reason' as const] }
    expect(missing(rectify, { reason: ' ', org: null, photos: [] })).toEqual(['photo', 'reason'])
    expect(missing(rectify, { reason: 'done', org: null, photos: ['1'] })).toEqual([])
  })
})
