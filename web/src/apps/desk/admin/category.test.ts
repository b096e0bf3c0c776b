//! Only what differs is sent; what is put back as shipped is taken back.
import { expect, it } from 'vitest'
import type { CategoryRule } from '@/api/types'
import { changesOf, limitFields, otherFields, startOf } from './category'

const DEPARTMENTS = [{ value: 'sanitation_office', label: '环卫所' }]
const rule: CategoryRule = {
  code: 'sanitation.litter', name: '散落垃圾', name_en: 'Litter', parent: 'sanitation', line: 'sanitation', leaf: true,
  limits: { dispatch: '2 work_hour', accept: '4 work_hour', handle: '8 work_hour', rework: '1 work_day', verify: '1 work_day' },
  evidence: { before: 1, after: 1, verify: 0 }, spot: true, office_looks_again: false, lead: 'block', department: 'sanitation_office',
  supervision: ['0 work_hour', '1 work_day'], checked_percent: 10, changed_at: null, origin: 'shipped', retired_on: null, conditions: [], near: { metres: 30, days: 90 }, elsewhere_metres: 200,
  own: [{ key: 'limits.handle', value: '8 work_hour' as never, shipped: '4 work_hour' as never, moved: false }],
}

it('sends nothing when nothing changed', () => {
  const fields = [...limitFields(), ...otherFields(rule, DEPARTMENTS)]
  expect(changesOf(rule, fields, startOf(rule), startOf(rule))).toEqual({})
})

it('sends what differs and takes back what is as shipped', () => {
  const values = { ...startOf(rule), 'limits.handle': '4 work_hour', 'limits.verify': '2 work_day', spot: 'no', 'evidence.verify': '1', 'supervision.1': '2 work_day', department: 'housing' }
  expect(changesOf(rule, [...limitFields(), ...otherFields(rule, DEPARTMENTS)], values, startOf(rule))).toEqual({
    'limits.handle': null, 'limits.verify': '2 work_day', spot: false, 'evidence.verify': 1, supervision: ['0 work_hour', '2 work_day'], department: 'housing',
  })
})

it('touches only the fields of the form', () => {
  expect(changesOf(rule, limitFields(), { ...startOf(rule), spot: 'no' }, startOf(rule))).toEqual({})
})

it('leaves alone what somebody else settled while the form stood open', () => {
  const theirs = { ...rule, limits: { ...rule.limits, accept: '2 work_hour' } }
  expect(changesOf(theirs, limitFields(), { ...startOf(rule), 'limits.verify': '2 work_day' }, startOf(rule))).toEqual({ 'limits.verify': '2 work_day' })
})
