//! Conditions of a category, as sewage that runs onto a road: each with limits of its own, sent as one list.
import type { CategoryRule, Condition } from '@/api/types'
import { t } from '@/i18n'
import { limit } from '@/kit/time'
import { categoryName, keyWords, STAGES } from './category'
import { text, type Action, type Field, type Values } from './form'
import { changeRule } from './settings'

/** Its limits in words; a stage that it leaves out has the category's. */
export const conditionLines = (condition: Condition): string[] =>
  STAGES.flatMap((stage) => (condition.limits[stage] ? [t('page.pair', { label: keyWords(`limits.${stage}`), value: limit(condition.limits[stage] ?? '') })] : []))

const reason = (): Field => ({ key: 'reason', label: t('admin.reason'), kind: 'reason' })
const fields = (coded: boolean): Field[] => [
  { key: 'name', label: t('admin.categories.nameZh'), kind: 'text', max: 60 },
  { key: 'name_en', label: t('admin.categories.nameEn'), kind: 'text', max: 60 },
  ...(coded ? [{ key: 'code', label: t('admin.code'), kind: 'text', max: 30, hint: t('admin.categories.keyHint') } as Field] : []),
  ...STAGES.map((stage): Field => ({ key: `limits.${stage}`, label: keyWords(`limits.${stage}`), kind: 'limit', optional: true, hint: t('admin.categories.asCategory') })),
  reason(),
]
const read = (values: Values, code: string): Condition => ({
  code, name: text(values, 'name'), name_en: text(values, 'name_en'),
  limits: Object.fromEntries(STAGES.flatMap((stage) => (text(values, `limits.${stage}`) ? [[stage, text(values, `limits.${stage}`)]] : []))),
})

/** An empty list that is as shipped takes the office's own one back, so that nothing stands as changed. */
function send(key: string, rule: CategoryRule, conditions: Condition[], why: string): Promise<unknown> {
  const own = rule.own.find((one) => one.key === 'conditions')
  const shipped = JSON.stringify(own?.shipped ?? [])
  return changeRule(key, rule.code, { conditions: own && JSON.stringify(conditions) === shipped ? null : conditions }, why)
}

export const addCondition = (rule: CategoryRule): Action => ({
  name: 'condition', label: t('admin.categories.addCondition'), effect: t('admin.categories.conditionEffect'), fields: fields(true),
  run: (values, key) => send(key, rule, [...rule.conditions, read(values, text(values, 'code'))], text(values, 'reason')), done: (values) => t('admin.categories.conditionAdded', { name: text(values, 'name') }),
})

export function conditionActions(rule: CategoryRule, one: Condition): Action[] {
  const start = { name: one.name, name_en: one.name_en, ...Object.fromEntries(STAGES.map((stage) => [`limits.${stage}`, one.limits[stage] ?? ''])) }
  const name = categoryName(one)
  return [
    {
      name: `change-${one.code}`, label: t('admin.categories.changeCondition'), effect: t('admin.categories.effect'), fields: fields(false), start,
      run: (values, key) => send(key, rule, rule.conditions.map((other) => (other.code === one.code ? read(values, one.code) : other)), text(values, 'reason')), done: () => t('admin.categories.changed', { name }),
    },
    {
      name: `remove-${one.code}`, label: t('page.remove'), ends: true, effect: t('admin.categories.removeCondition', { name }), fields: [reason()],
      run: (values, key) => send(key, rule, rule.conditions.filter((other) => other.code !== one.code), text(values, 'reason')), done: () => t('admin.categories.conditionRemoved', { name }),
    },
  ]
}
