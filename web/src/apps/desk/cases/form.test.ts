//! What the form finds missing, what it sends, and that a draft comes back.
import { beforeEach, describe, expect, it } from 'vitest'
import { check, dropDraft, emptyForm, findDraft, keepDraft, toCase } from './form'

beforeEach(() => dropDraft())
const filled = { ...emptyForm('id-1', 'a-1'), title: ' Full bin ', category: 'c-1', place: ' East gate ' }

describe('registration', () => {
  it('names each missing field', () => {
    expect(Object.keys(check(emptyForm('id-1', null)))).toEqual(['category', 'area', 'place', 'title'])
    expect(check(filled)).toEqual({})
    expect(check(filled, 1)).toEqual({ photos: 'cases.form.photosMissing' })
  })

  it('sends trimmed words and leaves out what is empty', () => {
    expect(toCase(filled)).toEqual({ title: 'Full bin', category: 'c-1', area: 'a-1', place: 'East gate', position: null, description: undefined, photos: [], source: 'report' })
  })

  it('keeps a draft with its id, and none of an untouched form', () => {
    keepDraft(filled)
    expect(findDraft()?.id).toBe('id-1')
    keepDraft(emptyForm('id-2', 'a-1'))
    expect(findDraft()).toBeNull()
  })
})
