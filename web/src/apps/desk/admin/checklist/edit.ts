//! A checklist changed on screen: items added, reworded, moved and taken out of a draft, which is then published as any other.
import { newId } from '@/api/id'
import type { Problem } from '@/api/problem'
import { t } from '@/i18n'
import type { PickOption } from '@/kit/pick'
import { fieldFaults, kindWords, labelOf, type Definition, type Item } from '../checklists'
import { text, type Action, type Field, type Values } from '../form'

/** Kinds that need nothing more than what the form asks. */
const KINDS = ['pass_fail', 'number', 'text', 'photo']
const JUDGED = ['pass_fail', 'number']
const PHOTOS = ['on_fail', 'always', 'no']
const SEVERITIES = ['minor', 'normal', 'serious']

const withItems = (draft: Definition, items: Item[]): Definition => ({ ...draft, form: { ...draft.form, items } })

/** Neighbours of the same group change places; at an end of the group nothing does. */
export function moved(draft: Definition, key: string, by: -1 | 1): Definition {
  const items = [...draft.form.items]
  const at = items.findIndex((item) => item.key === key)
  const [one, other] = [items[at], items[at + by]]
  if (!one || !other || one.group !== other.group) return draft
  items[at] = other
  items[at + by] = one
  return withItems(draft, items)
}

export const without = (draft: Definition, key: string): Definition => withItems(draft, draft.form.items.filter((item) => item.key !== key))

/** In place of the one with its key, else last in its group. */
export function put(draft: Definition, item: Item): Definition {
  const items = draft.form.items
  const known = items.find((one) => one.key === item.key)
  if (known?.group === item.group) return withItems(draft, items.map((one) => (one.key === item.key ? item : one)))
  const rest = items.filter((one) => one.key !== item.key)
  const last = rest.map((one) => one.group).lastIndexOf(item.group)
  const at = last >= 0 ? last + 1 : rest.length
  return withItems(draft, [...rest.slice(0, at), item, ...rest.slice(at)])
}

const select = (key: string, label: string, options: PickOption[]): Field => ({ key, label, kind: 'select', options })
const fieldWord = (field: string): string => t(`admin.checklists.field.${field}`)

/** What the form asks of an item; the way of answering is chosen once, for answers are kept under the item's key. */
function fields(draft: Definition, item: Item | null, key: string, categories: PickOption[]): Field[] {
  const kind = (values: Values): string => item?.kind ?? text(values, 'kind')
  const judged = (values: Values): boolean => JUDGED.includes(kind(values))
  const groups = (draft.form.groups ?? []).map((group) => ({ value: group.code, label: labelOf(group) }))
  const free = typeof item?.required === 'string'
  return [
    { key: 'label', label: fieldWord('label'), kind: 'text', max: 120 },
    { key: 'label_en', label: fieldWord('label_en'), kind: 'text', max: 240 },
    ...(groups.length ? [select('group', fieldWord('group'), groups)] : []),
    ...(item ? [] : [select('kind', fieldWord('kind'), KINDS.map((value) => ({ value, label: kindWords(value) })))]),
    ...(free ? [] : [{ key: 'required', label: fieldWord('required'), kind: 'check' } as Field]),
    { ...select('photo', fieldWord('photo'), PHOTOS.map((value) => ({ value, label: t(`admin.checklists.photo.${value}`) }))), when: judged },
    { key: 'score', label: fieldWord('score'), kind: 'text', max: 6, optional: true, when: judged },
    { key: 'fail_when', label: fieldWord('fail_when'), kind: 'text', max: 200, optional: true, hint: t('admin.checklists.failHint', { key }), when: judged },
    { key: 'category', label: fieldWord('category'), kind: 'pick', options: categories, optional: true, hint: t('admin.checklists.categoryHint'), when: judged },
    { ...select('severity', fieldWord('severity'), [{ value: '', label: t('admin.checklists.asCategory') }, ...SEVERITIES.map((value) => ({ value, label: t(`admin.checklists.severity.${value}`) }))]), optional: true, when: (values) => judged(values) && text(values, 'category') !== '' },
  ]
}

const setOr = <T>(value: T | '' | null): T | undefined => (value === '' || value === null ? undefined : value)

/** The item as the form has it; what the form does not ask stays. */
function itemOf(old: Item | null, key: string, values: Values, group: string | undefined): Item {
  const kind = old?.kind ?? text(values, 'kind')
  const judged = JUDGED.includes(kind)
  const score = text(values, 'score')
  const item: Item = {
    ...old, key, group: text(values, 'group') || group, label: text(values, 'label'), label_en: text(values, 'label_en'), kind,
    required: typeof old?.required === 'string' ? old.required : values.required === true,
  }
  const rest = judged
    ? { photo: old && old.photo === undefined && text(values, 'photo') === 'no' ? undefined : text(values, 'photo'), score: setOr(score === '' ? '' : Number(score)), fail_when: setOr(text(values, 'fail_when')), category: setOr(text(values, 'category')), severity: text(values, 'category') ? setOr(text(values, 'severity')) : undefined }
    : {}
  return JSON.parse(JSON.stringify({ ...item, ...rest })) as Item // without what is not set
}

const filled = (value: string | number | undefined): string => (value === undefined ? '' : String(value))

/** A key that no version has had: answers are kept under it for good. */
export const newKey = (): string => `q_${newId().replaceAll('-', '').slice(-8)}`

export function itemAction(draft: Definition, key: string, categories: PickOption[]): Action & { read: (values: Values) => Item } {
  const item = draft.form.items.find((one) => one.key === key) ?? null
  const first = draft.form.groups?.[0]?.code
  const start: Values = item
    ? { label: item.label, label_en: item.label_en, group: filled(item.group), required: item.required === true, photo: item.photo ?? 'no', score: filled(item.score), fail_when: filled(item.fail_when), category: filled(item.category), severity: filled(item.severity) }
    : { group: first ?? '', kind: 'pass_fail', required: true, photo: 'on_fail' }
  return { name: key, label: t(item ? 'admin.checklists.keep' : 'admin.checklists.addItem'), fields: fields(draft, item, key, categories), start, run: () => Promise.resolve(), read: (values) => itemOf(item, key, values, item?.group ?? first) }
}

/** The server's faults by item; those of the whole form under an empty key. */
export function faultsByItem(problem: Problem | null, draft: Definition): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const known = new Set(draft.form.items.map((item) => item.key))
  for (const { item, words } of problem ? fieldFaults(problem) : []) {
    const key = item !== null && known.has(item) ? item : ''
    found.set(key, [...(found.get(key) ?? []), key === '' && item !== null ? t('page.pair', { label: item, value: words }) : words])
  }
  return found
}
