//! Walks the checked expressions of forms. The server walks the same trees: crates/forms/vectors holds what both give.
import { addDays, addMonths, daysBetween, today } from './day'

/** What a tree gives; days are texts, photos their number, an unanswered item null. */
export type Value = null | boolean | number | string | Value[]
/** A literal, or an operator with what it works on: `["item", key]`, `["<", a, b]`, … */
export type Tree = null | boolean | number | string | [string, ...Tree[]]
export interface Scope {
  /** By key; a missing one is null. */
  answers: Readonly<Record<string, Value | undefined>>
  /** When the form is filled. */
  at: Date
}

/** Longest text that joining texts may give, in characters. */
const LONGEST = 10_000

/** What the tree gives; never throws, what cannot be computed is null. */
export function evaluate(tree: Tree, scope: Scope): Value {
  if (!Array.isArray(tree)) return tree
  const [op, ...works] = tree
  if (op === 'item') return answer(scope, String(works[0]))
  if (op === 'today') return today(scope.at)
  const [a = null, b = null, c = null] = works.slice(0, 3).map((part) => evaluate(part, scope))
  switch (op) {
    case 'list': return works.map((part) => evaluate(part, scope))
    case 'answered': return a !== null
    case '&&': return a === false || b === false ? false : a === null || b === null ? null : true
    case '||': return a === true || b === true ? true : a === null || b === null ? null : false
    case '?': return a === null ? null : a ? b : c
  }
  return a === null || (b === null && works.length > 1) ? null : strict(op, a, b)
}

/** Only own keys: an item may be called `constructor`. */
const answer = ({ answers }: Scope, key: string): Value =>
  Object.prototype.hasOwnProperty.call(answers, key) ? (answers[key] ?? null) : null

/** Operators that a null makes null. */
function strict(op: string, a: Value, b: Value): Value {
  switch (op) {
    case '!': return !a
    case '==': return a === b
    case 'in': return within(a, b as Value[])
    case 'size': return Array.isArray(a) ? a.length : length(a as string)
    case 'whole': return whole(a as number)
  }
  return typeof a === 'string' ? text(op, a, b) : arithmetic(op, a as number, b as number)
}

function text(op: string, a: string, b: Value): Value {
  switch (op) {
    case '<': return a < (b as string)
    case '<=': return a <= (b as string)
    case '+': return length(a) + length(b as string) > LONGEST ? null : a + (b as string)
    case 'contains': return a.includes(b as string)
    case 'starts': return a.startsWith(b as string)
    case 'ends': return a.endsWith(b as string)
    case 'days_between': return daysBetween(a, b as string)
    case 'add_days': return addDays(a, b as number)
    case 'add_months': return addMonths(a, b as number)
  }
  return null
}

function arithmetic(op: string, a: number, b: number): Value {
  switch (op) {
    case '<': return a < b
    case '<=': return a <= b
    case '+': return finite(a + b)
    case '-': return finite(a - b)
    case '*': return finite(a * b)
    case '/': return finite(a / b)
    case '%': return finite(a % b)
  }
  return null
}

const length = (a: string): number => [...a].length
/** With one nought: −0 is another to Object.is. */
const finite = (n: number): Value => (Number.isFinite(n) ? n + 0 : null)
const whole = (n: number): Value => (Number.isSafeInteger(Math.trunc(n)) ? Math.trunc(n) + 0 : null)
const within = (a: Value, list: Value[]): Value => (list.includes(a) ? true : list.includes(null) ? null : false)
