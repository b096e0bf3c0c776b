//! The order of verbs and what each asks.
import { describe, expect, it } from 'vitest'
import type { CaseVerb } from '@/api/types'
import { asks, body, lay, missing, nothing, partsBody, written } from './verbs'

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
    expect(asks({ verb: 'dispatch', needs: ['org'] })).toEqual(['org', 'cooperating', 'condition'])
    expect(asks({ verb: 'ask_extension', needs: ['reason', 'limit'] })).toEqual(['limit', 'reason'])
    expect(asks({ verb: 'send_back', needs: ['reason'] })).toEqual(['reason'])
  })

  it('name what is missing', () => {
    const rectify = { verb: 'rectify' as const, needs: ['photo' as const, 'reason' as const] }
    expect(missing(rectify, { ...nothing(), reason: ' ' })).toEqual(['photo', 'reason'])
    expect(missing(rectify, { ...nothing(), reason: 'done', photos: ['1'] })).toEqual([])
    const ask = { verb: 'ask_extension' as const, needs: ['reason' as const, 'limit' as const] }
    expect(missing(ask, { ...nothing(), reason: 'rain' })).toEqual(['limit'])
    expect(missing(ask, { ...nothing(), reason: 'rain', limit: '2 work_day' })).toEqual([])
    const correct = { verb: 'correct_condition' as const, needs: ['reason' as const, 'condition' as const] }
    expect(asks(correct)).toEqual(['condition', 'reason'])
    expect(missing(correct, nothing())).toEqual(['reason'])
  })

  it('take words, a photo, or both as something', () => {
    const supplement = { verb: 'supplement' as const, needs: ['something' as const] }
    expect(missing(supplement, nothing())).toEqual(['something'])
    expect(missing(supplement, { ...nothing(), photos: ['1'] })).toEqual([])
    expect(missing(supplement, { ...nothing(), reason: 'more of it' })).toEqual([])
  })

  it('want a place of every part', () => {
    const split = { verb: 'split' as const, needs: ['parts' as const] }
    const part = { id: '1', area: 'a', place: 'gate', org: null, limit: '' }
    expect(missing(split, nothing())).toEqual(['parts'])
    expect(missing(split, { ...nothing(), parts: [part, { ...part, place: ' ' }] })).toEqual(['parts'])
    expect(missing(split, { ...nothing(), parts: [part] })).toEqual([])
    expect(partsBody([part])).toEqual([{ id: '1', area: 'a', place: 'gate', org: undefined, limit: undefined }])
  })

  it('write an extension as the server reads it, and none without an amount', () => {
    expect([written(2, 'work_day'), written(0, 'work_day'), written(1.5, 'work_hour'), written(1000, 'natural_day')]).toEqual(['2 work_day', '', '', ''])
  })

  it('leave out what is empty', () => {
    expect(Object.values(body(nothing())).filter((one) => one !== undefined)).toEqual([])
    expect(body({ ...nothing(), org: 'o', cooperating: ['p'] })).toMatchObject({ org: 'o', cooperating: ['p'] })
  })
})
