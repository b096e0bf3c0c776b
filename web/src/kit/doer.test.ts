//! Who did something is told with the one for whom they did.
import { expect, it } from 'vitest'
import { doer, nameOf } from './doer'

const named = (name: string) => ({ id: name, name })

it('names unit and person, and for whom', () => {
  expect(doer({ org: named('东关社区'), person: named('陈小军'), for_person: named('王海燕') })).toBe('东关社区 陈小军（代王海燕）')
  expect(doer({ org: named('东关社区'), person: named('王海燕'), for_person: null })).toBe('东关社区 王海燕')
  expect(nameOf({ person: null, for_person: null })).toBe('')
})
