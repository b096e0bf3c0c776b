//! Who may be named to verify, and when something was last done.
import { expect, it } from 'vitest'
import type { CaseView, Organisation } from '@/api/types'
import { lastDone, mayVerify } from './choice'

const orgs = ['1.', '1.2.', '1.2.3.', '1.4.', '1.5.'].map((path) => ({ id: path, path }) as Organisation)
const unit = (id: string) => ({ id, name: id })

it('leaves out who rectified, who is below, and who verifies now', () => {
  const seen = { lead: unit('1.2.'), cooperating: [{ ...unit('1.4.'), done_at: null }], verifier: unit('1.5.') }
  expect([...mayVerify(orgs, seen)]).toEqual(['1.'])
  expect([...mayVerify(orgs, { lead: null, cooperating: [], verifier: null })]).toHaveLength(5)
})

it('finds the newest time of a verb', () => {
  const moves = [{ verb: 'accept', at: '3' }, { verb: 'urge', at: '2' }, { verb: 'urge', at: '1' }] as CaseView['moves']
  expect([lastDone({ moves }, 'urge'), lastDone({ moves }, 'supervise')]).toEqual(['2', null])
})
