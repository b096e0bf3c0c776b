//! What a form of the administration begins with and what it still lacks.
import { expect, it } from 'vitest'
import { asked, begin, missing, seen, text, type Action } from './form'

const action: Action = {
  name: 'grant',
  label: '',
  fields: [
    { key: 'role', label: '', kind: 'pick' },
    { key: 'scope', label: '', kind: 'select' },
    { key: 'lines', label: '', kind: 'checks', when: (values) => values.scope === 'lines' },
    { key: 'head', label: '', kind: 'check' },
    { key: 'note', label: '', kind: 'text', optional: true },
  ],
  start: { scope: 'all' },
  run: () => Promise.resolve(),
}

it('begins with what is given and lacks what must be filled', () => {
  const values = begin(action)
  expect(values).toEqual({ role: '', scope: 'all', lines: [], head: false, note: '' })
  expect(missing(action.fields, values)).toEqual(['role'])
})

it('asks a field only when its condition holds', () => {
  const values = { ...begin(action), role: 'inspector', scope: 'lines' }
  expect(asked(action.fields, values).map((field) => field.key)).toContain('lines')
  expect(missing(action.fields, values)).toEqual(['lines'])
  expect(missing(action.fields, { ...values, lines: ['sanitation'] })).toEqual([])
})

it('takes words of spaces for none', () => {
  expect(missing(action.fields, { ...begin(action), role: ' ' })).toEqual(['role'])
  expect(text({ role: ' x ' }, 'role')).toBe('x')
})

it('keeps the version that it began with', () => {
  const values = begin({ ...action, version: 3 })
  expect(seen(values)).toEqual({ version: 3 })
  expect(seen(begin(action))).toEqual({})
  expect(missing(action.fields, values)).toEqual(['role'])
})
