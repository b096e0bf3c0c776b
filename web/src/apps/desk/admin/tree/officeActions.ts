//! What may be done to an organisation over time, as forms: merged, split, moved, handed on.
import type { Organisation } from '@/api/types'
import { t } from '@/i18n'
import type { PickOption } from '@/kit/pick'
import { text, type Action, type Field } from '../form'
import { handOnOffice, mergeOffices, moveOffice, splitOffice } from './calls'
import { changeFields, changeStart, changed, intoPart, isNew, restOf, twoParts } from './change'
import MovePreview from './MovePreview.vue'

export interface Around {
  /** All open organisations as a tree. */
  all: PickOption[]
  /** Posts of it and organisations right below it. */
  parts: PickOption[]
  areas: PickOption[]
}

const mine = (one: Organisation): PickOption => ({ value: one.id, label: one.short_name })

export function officeActions(one: Organisation, { all, parts, areas }: Around): Action[] {
  const others = all.filter((other) => other.value !== one.id)
  const code: Field = { key: 'code', label: t('admin.code'), kind: 'text', hint: t('admin.organisations.codeHint'), max: 40 }
  const merge: Action = {
    name: 'merge', label: t('tree.merge'), ends: true, effect: t('tree.mergeOfficeEffect'), start: { ...changeStart(), mode: 'into' },
    fields: [
      { key: 'mode', label: t('tree.mode'), kind: 'select', options: ['into', 'new'].map((value) => ({ value, label: t(`tree.modes.${value}`) })) },
      { key: 'into', label: t('tree.into'), kind: 'pick', options: others, when: (values) => !isNew(values) },
      { key: 'with', label: t('tree.withOffice'), kind: 'pick', options: others, when: isNew },
      { key: 'name', label: t('tree.newName'), kind: 'text', when: isNew },
      { key: 'short_name', label: t('admin.organisations.short'), kind: 'text', max: 20, when: isNew },
      { ...code, when: isNew },
      ...changeFields(),
    ],
    about: { part: MovePreview, props: (values) => ({ ends: [mine(one), ...(isNew(values) ? others.filter((other) => other.value === values.with) : [])], heir: isNew(values) ? undefined : others.find((other) => other.value === values.into) }) },
    run: (values, key) => mergeOffices(key, one.id, { with: isNew(values) ? [text(values, 'with')] : [], into: intoPart(values), ...changed(values) }),
    done: () => t('tree.merged', { name: one.short_name }),
  }
  const part = (n: 1 | 2): Field[] => [{ key: `name${n}`, label: t('tree.partName', { n }), kind: 'text' }, { ...code, key: `code${n}`, label: t('tree.partCode', { n }) }]
  const split: Action = {
    name: 'split', label: t('tree.split'), ends: true, effect: t('tree.splitOfficeEffect', { name: one.short_name }), start: { ...changeStart(), rest: 'first' },
    fields: [
      ...part(1), ...part(2),
      ...(parts.length ? [{ key: 'takes', label: t('tree.takes'), kind: 'checks' as const, optional: true, options: parts }] : []),
      { key: 'rest', label: t('tree.rest'), kind: 'select', hint: t('tree.restHint'), options: ['first', 'second', 'nobody'].map((value) => ({ value, label: t(`tree.rests.${value}`) })) },
      ...changeFields(),
    ],
    about: { part: MovePreview, props: () => ({ ends: [mine(one)] }) },
    run: (values, key) => splitOffice(key, one.id, { into: twoParts(values, parts.map((other) => other.value)), rest: restOf(values), ...changed(values) }),
    done: () => t('tree.splitDone', { name: one.short_name }),
  }
  const move: Action = {
    name: 'move', label: t('tree.move'), effect: t('tree.moveOfficeEffect'), start: { ...changeStart(), parent: one.parent ?? '', area: one.area },
    fields: [
      { key: 'parent', label: t('admin.organisations.parent'), kind: 'pick', optional: true, options: others },
      { key: 'area', label: t('admin.organisations.area'), kind: 'pick', options: areas },
      ...changeFields(),
    ],
    run: (values, key) => moveOffice(key, one.id, { parent: text(values, 'parent') || null, area: text(values, 'area') || null, ...changed(values) }),
    done: () => t('tree.moved', { name: one.short_name }),
  }
  return [merge, split, move]
}

/** Of a closed one: what still hangs on it goes to another. */
export const handOnOfficeAction = (one: Organisation, all: PickOption[]): Action => ({
  name: 'hand_on', label: t('tree.handOn'), effect: t('tree.handOnEffect', { name: one.short_name }), start: changeStart(),
  fields: [{ key: 'to', label: t('tree.heir'), kind: 'pick', options: all }, ...changeFields()],
  about: { part: MovePreview, props: () => ({ ends: [mine(one)] }) },
  run: (values, key) => handOnOffice(key, one.id, { to: text(values, 'to'), ...changed(values) }),
  done: () => t('tree.handedOn', { name: one.short_name }),
})
