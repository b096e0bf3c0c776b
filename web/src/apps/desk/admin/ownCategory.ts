//! The office's own categories, as actions: added below a line or a group, renamed, retired and restored.
import type { CategoryRule } from '@/api/types'
import { t } from '@/i18n'
import { inOrder, type PickOption } from '@/kit/pick'
import { categoryName, keyWords } from './category'
import { text, type Action, type Field } from './form'
import { addCategory, renameCategory, restoreCategory, retireCategory } from './settings'

const reason = (): Field => ({ key: 'reason', label: t('admin.reason'), kind: 'reason' })
const nameFields = (): Field[] => [
  { key: 'name', label: t('admin.categories.nameZh'), kind: 'text', max: 20 },
  { key: 'name_en', label: t('admin.categories.nameEn'), kind: 'text' },
]

/** Lines and groups, below which a category may be added. */
const parentsOf = (rules: CategoryRule[]): PickOption[] =>
  inOrder(rules.filter((rule) => !rule.leaf && rule.retired_on === null).map((rule) => ({ ...rule, key: rule.code }))).map((rule) => ({ value: rule.code, label: categoryName(rule), depth: rule.depth }))

/** What is left empty comes from above. */
export const addAction = (rules: CategoryRule[], departments: PickOption[], parent: string, added: (code: string) => unknown): Action => ({
  name: 'add', label: t('admin.categories.add'), effect: t('admin.categories.addEffect'), start: { parent },
  fields: [
    { key: 'parent', label: t('admin.categories.parent'), kind: 'pick', options: parentsOf(rules) },
    ...nameFields(),
    { key: 'key', label: t('admin.code'), kind: 'text', max: 30, hint: t('admin.categories.keyHint') },
    { key: 'limits.handle', label: keyWords('limits.handle'), kind: 'limit', optional: true, hint: t('admin.categories.asAbove') },
    { key: 'department', label: keyWords('department'), kind: 'pick', optional: true, options: departments, hint: t('admin.categories.asAbove') },
    reason(),
  ],
  run: async (values, key) => {
    const [parent, name, name_en, own, why] = ['parent', 'name', 'name_en', 'key', 'reason'].map((field) => text(values, field)) as [string, string, string, string, string]
    const changes = Object.fromEntries(['limits.handle', 'department'].flatMap((field) => (text(values, field) ? [[field, text(values, field)]] : [])))
    const rule = await addCategory(key, { parent, key: own, name, name_en, changes, reason: why })
    await added(rule.code)
  },
  done: (values) => t('admin.categories.added', { name: text(values, 'name') }),
})

/** Only of the office's own ones; a retired one can only come back. */
export function ownActions(rule: CategoryRule): Action[] {
  if (rule.origin !== 'local') return []
  const name = categoryName(rule)
  const restore: Action = {
    name: 'restore', label: t('admin.categories.restore'), effect: t('admin.categories.restoreEffect', { name }), fields: [reason()],
    run: (values, key) => restoreCategory(key, rule.code, text(values, 'reason')), done: () => t('admin.categories.restored', { name }),
  }
  if (rule.retired_on !== null) return [restore]
  const rename: Action = {
    name: 'rename', label: t('admin.categories.rename'), effect: t('admin.categories.renameEffect'), fields: [...nameFields(), reason()], start: { name: rule.name, name_en: rule.name_en },
    run: (values, key) => renameCategory(key, rule.code, { name: text(values, 'name'), name_en: text(values, 'name_en'), reason: text(values, 'reason') }), done: (values) => t('admin.categories.renamed', { name: text(values, 'name') }),
  }
  const retire: Action = {
    name: 'retire', label: t('admin.categories.retire'), ends: true, effect: t('admin.categories.retireEffect', { name }), fields: [reason()],
    run: (values, key) => retireCategory(key, rule.code, text(values, 'reason')), done: () => t('admin.categories.retired', { name }),
  }
  return [rename, retire]
}
