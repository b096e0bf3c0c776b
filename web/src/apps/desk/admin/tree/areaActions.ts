//! What may be done to an area over time, as forms: merged, split, moved, converted, closed, handed on.
import type { Area } from '@/api/types'
import { t } from '@/i18n'
import type { PickOption } from '@/kit/pick'
import { text, type Action, type Field, type Values } from '../form'
import { codeHint, levelWord } from '../levels'
import { closeArea, convertArea, handOnArea, mergeAreas, moveArea, splitArea } from './calls'
import { changeFields, changeStart, changed, intoPart, isNew, listed, restOf, twoParts } from './change'
import MovePreview from './MovePreview.vue'

/** What an area may be within its level. */
const KINDS: Record<string, string[]> = { town: ['town', 'township', 'sub_district'], village: ['village', 'community'] }
const WITH_OFFICE = ['village']

export interface Around {
  /** Open areas beside it, and right below it. */
  beside: Area[]
  below: Area[]
  /** Its committee, which is merged and split with it. */
  offices: PickOption[]
  /** All that may be chosen as a parent, as a tree. */
  all: PickOption[]
}

const option = (area: Area): PickOption => ({ value: area.id, label: area.name })

export function areaActions(one: Area, { beside, below, offices, all }: Around): Action[] {
  const others = beside.filter((area) => area.id !== one.id && area.level === one.level).map(option)
  const name: Field = { key: 'name', label: t('admin.name'), kind: 'text' }
  const code: Field = { key: 'code', label: t('admin.code'), kind: 'text', hint: codeHint(), max: 40 }
  const mine = (values: Values): PickOption[] => [option(one), ...(values.committees === true ? offices : [])]
  const committees: Field[] = WITH_OFFICE.includes(one.level) ? [{ key: 'committees', label: t('tree.committees'), kind: 'check', hint: t('tree.committeesHint') }] : []
  const start = { ...changeStart(), committees: WITH_OFFICE.includes(one.level) }
  const merge: Action = {
    name: 'merge', label: t('tree.merge'), ends: true, effect: t('tree.mergeEffect'), start: { ...start, mode: 'into' },
    fields: [
      { key: 'mode', label: t('tree.mode'), kind: 'select', options: ['into', 'new'].map((value) => ({ value, label: t(`tree.modes.${value}`) })) },
      { key: 'into', label: t('tree.into'), kind: 'pick', options: others, when: (values) => !isNew(values) },
      { key: 'with', label: t('tree.with'), kind: 'checks', options: others, when: isNew },
      { ...name, label: t('tree.newName'), when: isNew },
      { ...code, when: isNew },
      ...committees, ...changeFields(),
    ],
    about: { part: MovePreview, props: (values) => ({ ends: [...mine(values), ...(isNew(values) ? others.filter((other) => listed(values, 'with').includes(other.value)) : [])], heir: isNew(values) ? undefined : others.find((other) => other.value === values.into) }) },
    run: (values, key) => mergeAreas(key, one.id, { with: isNew(values) ? listed(values, 'with') : [], into: intoPart(values), committees: values.committees === true, ...changed(values) }),
    done: () => t('tree.merged', { name: one.name }),
  }
  const part = (n: 1 | 2): Field[] => [{ key: `name${n}`, label: t('tree.partName', { n }), kind: 'text' }, { ...code, key: `code${n}`, label: t('tree.partCode', { n }) }]
  const split: Action = {
    name: 'split', label: t('tree.split'), ends: true, effect: t('tree.splitEffect', { name: one.name }), start: { ...start, rest: 'first' },
    fields: [
      ...part(1), ...part(2),
      ...(below.length ? [{ key: 'takes', label: t('tree.takes'), kind: 'checks' as const, optional: true, options: below.map(option) }] : []),
      { key: 'rest', label: t('tree.rest'), kind: 'select', hint: t('tree.restHint'), options: ['first', 'second', 'nobody'].map((value) => ({ value, label: t(`tree.rests.${value}`) })) },
      ...committees, ...changeFields(),
    ],
    about: { part: MovePreview, props: (values) => ({ ends: mine(values) }) },
    run: (values, key) => splitArea(key, one.id, { into: twoParts(values, below.map((area) => area.id)), rest: restOf(values), committees: values.committees === true, ...changed(values) }),
    done: () => t('tree.splitDone', { name: one.name }),
  }
  const move: Action = {
    name: 'move', label: t('tree.move'), effect: t('tree.moveEffect'), start: changeStart(),
    fields: [{ key: 'parent', label: t('tree.parent'), kind: 'pick', options: all.filter((other) => other.value !== one.id) }, ...changeFields()],
    run: (values, key) => moveArea(key, one.id, { parent: text(values, 'parent'), ...changed(values) }),
    done: () => t('tree.moved', { name: one.name }),
  }
  const kinds = (KINDS[one.level] ?? []).filter((kind) => kind !== one.kind)
  const convert: Action = {
    name: 'convert', label: t('tree.convert'), effect: t('tree.convertEffect'), start: { ...start, kind: kinds[0] ?? '', name: one.name, code: one.code },
    fields: [{ key: 'kind', label: t('tree.becomes'), kind: 'select', options: kinds.map((value) => ({ value, label: levelWord(one.level, value) })) }, name, code, ...committees, ...changeFields()],
    run: (values, key) => convertArea(key, one.id, { kind: text(values, 'kind'), name: text(values, 'name'), code: text(values, 'code'), committees: values.committees === true, ...changed(values) }),
    done: (values) => t('tree.converted', { old: one.name, name: text(values, 'name') }),
  }
  const close: Action = {
    name: 'close', label: t('tree.close'), ends: true, effect: t('tree.closeEffect', { name: one.name }), start: changeStart(), fields: changeFields(),
    about: { part: MovePreview, props: () => ({ ends: [{ value: one.id, label: one.name }] }) },
    run: (values, key) => closeArea(key, one.id, changed(values)), done: () => t('tree.closed', { name: one.name }),
  }
  return [merge, split, ...(one.parent ? [move] : []), ...(kinds.length ? [convert] : []), close]
}

/** Of a closed one: what still hangs on it goes to another. */
export const handOnAreaAction = (one: Area, all: PickOption[]): Action => ({
  name: 'hand_on', label: t('tree.handOn'), effect: t('tree.handOnEffect', { name: one.name }), start: changeStart(),
  fields: [{ key: 'to', label: t('tree.heir'), kind: 'pick', options: all }, ...changeFields()],
  about: { part: MovePreview, props: () => ({ ends: [{ value: one.id, label: one.name }] }) },
  run: (values, key) => handOnArea(key, one.id, { to: text(values, 'to'), ...changed(values) }),
  done: () => t('tree.handedOn', { name: one.name }),
})
