//! Checklists: calls, a definition as its author writes it, and what a new version changes, in words.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, once, take } from '@/api/client'
import type { Problem } from '@/api/problem'
import type { ChecklistSource, Publication } from '@/api/types'
import { language, t, te } from '@/i18n'

interface Labelled {
  label: string
  label_en: string
}
export type Item = Labelled & { key: string; group?: string; kind: string; photo?: string; score?: number; category?: string; severity?: string; required?: boolean | string; relevant?: string; constraint?: string; fail_when?: string; calculation?: string }
/** What the wire holds as a free object: the form with the texts of its expressions. */
export interface Definition {
  form: { code: string; name: string; groups?: (Labelled & { code: string })[]; items: Item[] }
  site_types: string[]
}
interface Changes {
  form: string[]
  added: string[]
  removed: string[]
  changed: { key: string; fields: string[] }[]
  reordered: boolean
}

const fetchChecklists = () => take(api.GET('/api/checklists'))
export const useChecklists = () => useQuery({ queryKey: ['checklists'], queryFn: fetchChecklists })
const fetchSource = (id: string) => take(api.GET('/api/checklists/{id}/source', { params: { path: { id } } }))
export const useSource = (id: Readonly<Ref<string>>) => useQuery({ queryKey: computed(() => ['checklists', id.value]), queryFn: () => fetchSource(id.value) })

/** Compares, or publishes when a reason is given. */
export const publish = (key: string, { form, site_types }: Definition, reason: string | null) =>
  take(api.POST('/api/checklists', { body: { form: form as never, site_types, dry_run: reason === null, ...(reason === null ? {} : { reason }) }, headers: once(key) }))

export const definitionOf = (source: ChecklistSource): Definition => ({ form: source.form as unknown as Definition['form'], site_types: source.site_types })

/** A file read as a definition; nothing when it is none. */
export function readDefinition(text: string): Definition | null {
  try {
    const read = JSON.parse(text) as Partial<Definition>
    return typeof read.form?.code === 'string' && Array.isArray(read.form.items) && Array.isArray(read.site_types) ? (read as Definition) : null
  } catch {
    return null
  }
}

export const labelOf = (one: Labelled): string => (language() === 'en' ? one.label_en || one.label : one.label)
const fieldWords = (field: string): string => (te(`admin.checklists.field.${field}`) ? t(`admin.checklists.field.${field}`) : field)
export const kindWords = (kind: string): string => (te(`admin.checklists.kind.${kind}`) ? t(`admin.checklists.kind.${kind}`) : kind)

/** What is said of an item beside its label. */
export const itemWords = (item: Item): string =>
  [
    kindWords(item.kind), item.required === true ? t('page.required') : '', item.photo && item.photo !== 'no' ? t(`admin.checklists.photo.${item.photo}`) : '', item.score ? t('admin.checklists.score', { n: item.score }) : '',
    ...(['required', 'relevant', 'constraint', 'fail_when', 'calculation'] as const).map((rule) => (typeof item[rule] === 'string' ? t(`admin.checklists.rule.${rule}`, { text: item[rule] }) : '')),
  ].filter(Boolean).join(' · ')

/** Items under their groups; those without one come first. */
export function byGroup({ form }: Definition): { name: string; items: Item[] }[] {
  const groups = [{ code: undefined as string | undefined, name: '' }, ...(form.groups ?? []).map((group) => ({ code: group.code as string | undefined, name: labelOf(group) }))]
  return groups.map(({ code, name }) => ({ name, items: form.items.filter((item) => item.group === code) })).filter((group) => group.items.length > 0)
}

/** One line a change against the version in use. */
export function changeLines(done: Publication, definition: Definition): string[] {
  const changes = done.changes as unknown as Changes | null
  const named = (key: string): string => definition.form.items.find((item) => item.key === key)?.label ?? key
  const list = (keys: string[]): string => keys.map(named).join(t('page.comma'))
  if (changes === null) return [t('admin.checklists.first', { n: definition.form.items.length })]
  return [
    changes.added.length ? t('admin.checklists.added', { n: changes.added.length, items: list(changes.added) }) : '',
    changes.removed.length ? t('admin.checklists.removed', { n: changes.removed.length, items: list(changes.removed) }) : '',
    ...changes.changed.map((one) => t('admin.checklists.changed', { item: named(one.key), fields: one.fields.map(fieldWords).join(t('page.comma')) })),
    changes.form.length ? t('admin.checklists.head', { fields: changes.form.map(fieldWords).join(t('page.comma')) }) : '',
    changes.reordered ? t('admin.checklists.reordered') : '',
    done.site_types_changed ? t('admin.checklists.types') : '',
  ].filter(Boolean)
}

/** Where a definition is wrong: the item, if it is of one, and what. */
export const fieldFaults = (problem: Problem): { item: string | null; words: string }[] => {
  const faults = problem.wire.params?.faults as { item: string | null; field: string; column: number | null; code: string; detail: string }[] | undefined
  return (faults ?? []).map(({ item, field, column, code, detail }) => {
    const where = [fieldWords(field), column === null ? '' : t('admin.checklists.at', { n: column })].filter(Boolean).join(' · ')
    return { item, words: t('page.pair', { label: where, value: te(`admin.formFault.${code}`) ? t(`admin.formFault.${code}`) : detail }) }
  })
}

/** One line a fault. */
export const faultsOf = (problem: Problem): string[] => fieldFaults(problem).map(({ item, words }) => (item === null ? words : `${item} · ${words}`))
