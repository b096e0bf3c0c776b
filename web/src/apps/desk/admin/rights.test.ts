//! Rights are grouped by what they come from and by what they are about.
import { expect, it } from 'vitest'
import type { Right } from '@/api/types'
import { byGrant, byNoun } from './rights'

const right = (verb: string, grant: string): Right => ({ verb, grant, role: 'r', role_name: 'R', position: 'p', area: { id: 'a', name: 'A' }, scope: 'all', lines: [] })

it('keeps each verb with the grant it comes from', () => {
  const found = byGrant([right('case.read', '1'), right('case.read', '2'), right('case.verify', '1')])
  expect(found.map((one) => [one.grant, one.verbs])).toEqual([['1', ['case.read', 'case.verify']], ['2', ['case.read']]])
})

it('groups verbs by the kind of record', () => {
  expect(byNoun(['case.read', 'area.read', 'case.verify'])).toEqual([{ noun: 'case', verbs: ['case.read', 'case.verify'] }, { noun: 'area', verbs: ['area.read'] }])
})
