//! What a form asks at this moment: the same walk down the form as the server's, for the screen while it is filled.
//! Single answers (kinds, bounds) are the fields' own matter; the server checks everything again.
import { evaluate, type Tree, type Value } from './evaluate'

export type Kind =
  | 'pass_fail' | 'number' | 'text' | 'photo' | 'choice' | 'multi' | 'date' | 'position' | 'note' | 'calculated'
export interface FormItem { key: string; kind: Kind; photo?: 'on_fail' | 'always' | 'no'; score?: number }
type Rules = Partial<Record<'required' | 'relevant' | 'constraint' | 'calculation' | 'fail_when', Tree>>
/** A published version as the server sends it; `I` may carry the labels. */
export interface Face<I extends FormItem = FormItem> { hash: string; form: { items: I[] }; rules: Record<string, Rules> }
export interface Filled { answers: Record<string, unknown>; photos?: Record<string, string[]> }

export interface Asked {
  relevant: boolean
  required: boolean
  value: Value
  /** Null: not answered, 不适用, or nothing that can fail. */
  outcome: 'passed' | 'failed' | null
  /** What is missing or wrong: `answer.required`, `answer.constraint` or `photo.required`. */
  lacks: string | null
}
export interface Walked {
  items: Record<string, Asked>
  /** In hundredths of a point. */
  score: { got: number; of: number }
}

const CANNOT_FAIL: Kind[] = ['text', 'photo', 'position', 'note']
const trimmed = (text: string): string => text.replace(/^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g, '')

function given(item: FormItem, { answers, photos }: Filled): Value {
  if (item.kind === 'note') return null
  const answer = item.kind === 'photo' ? (photos?.[item.key]?.length || null) : answers[item.key]
  const value = (typeof answer === 'string' ? trimmed(answer) : (answer ?? null)) as Value
  return value === '' || (Array.isArray(value) && value.length === 0) ? null : value
}

function lacking(item: FormItem, asked: Asked, constraint: Value, photos: number): string | null {
  if (asked.required && asked.value === null) return 'answer.required'
  if (constraint === false) return 'answer.constraint'
  const wanted = item.photo === 'always' ? asked.outcome !== null : item.photo === 'on_fail' && asked.outcome === 'failed'
  return wanted && photos === 0 ? 'photo.required' : null
}

export function walk({ form, rules }: Face, filled: Filled, at: Date): Walked {
  const answers: Record<string, Value> = Object.create(null) as Record<string, Value>
  const walked: Walked = { items: Object.create(null) as Record<string, Asked>, score: { got: 0, of: 0 } }
  for (const item of form.items) {
    const rule = rules[item.key] ?? {}
    const told = (tree: Tree | undefined): Value => (tree === undefined ? null : evaluate(tree, { answers, at }))
    const asked: Asked = { relevant: rule.relevant === undefined || told(rule.relevant) === true, required: false, value: null, outcome: null, lacks: null }
    walked.items[item.key] = asked
    if (!asked.relevant) continue
    asked.value = answers[item.key] = rule.calculation === undefined ? given(item, filled) : told(rule.calculation)
    asked.required = told(rule.required) === true
    const applies = asked.value !== null && !(item.kind === 'pass_fail' && asked.value === 'na')
    if (applies && !CANNOT_FAIL.includes(item.kind)) {
      asked.outcome = told(rule.fail_when) === true ? 'failed' : 'passed'
      const points = Math.round((item.score ?? 0) * 100)
      walked.score.of += points
      walked.score.got += asked.outcome === 'passed' ? points : 0
    }
    asked.lacks = lacking(item, asked, told(rule.constraint), filled.photos?.[item.key]?.length ?? 0)
  }
  return walked
}
