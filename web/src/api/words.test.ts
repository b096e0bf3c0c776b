//! A refusal is said in words, of the whole and of each field.
import { beforeAll, describe, expect, it } from 'vitest'
import { speak } from '@/i18n'
import { Problem } from './problem'
import { fieldWords, problemWords } from './words'

beforeAll(() => speak('zh-CN'))

describe('words of a refusal', () => {
  it('are ours by the code, else the server\'s', () => {
    expect(problemWords(new Problem(409, { code: 'case.not_now', params: { state: 'closed', verb: 'accept' } }))).toContain('“已结案”，不能受理')
    expect(problemWords(new Problem(422, { code: 'x.y', title: 'No', detail: 'Not so' }))).toBe('Not so')
  })

  it('say who was faster, and with what', () => {
    const stale = { code: 'case.stale', params: { seen: 3, now: 4, person: '周敏', verb: 'cancel', changes: [] } }
    expect(problemWords(new Problem(412, stale))).toMatch(/^周敏刚对这件案件做了“作废/)
    expect(problemWords(new Problem(412, { ...stale, params: { ...stale.params, person: null } }))).toMatch(/^系统按规则刚/)
    expect(problemWords(new Problem(412, { code: 'case.stale', params: { seen: 3, now: 4 } }))).toBe('别人刚改过这件案件。你写的还在。')
  })

  it('are never a code beside a field', () => {
    const problem = new Problem(422, { code: 'request.invalid', errors: [{ field: 'title', code: 'field.too_long', params: { most: 200, length: 300 } }, { field: 'place', code: 'x.y' }] })
    expect(fieldWords(problem)).toEqual({ title: '太长了，最多 200 字，现在 300 字。', place: '这一处没有收下，请改一改。' })
    expect(fieldWords(new Problem(422, { code: 'case.reason_missing', field: 'reason' }))).toEqual({ reason: '写明理由。' })
    expect(fieldWords(new Problem(500, {}))).toEqual({})
  })
})
