//! A definition is recognised, its items stand under their groups, and what a version changes is said in words.
import { beforeAll, expect, it } from 'vitest'
import type { Publication } from '@/api/types'
import { i18n } from '@/i18n'
import zh from '@/i18n/zh-CN/admin.json'
import { byGroup, changeLines, readDefinition, type Definition } from './checklists'

beforeAll(() => i18n.global.mergeLocaleMessage('zh-CN', zh))

const item = (key: string, group?: string) => ({ key, group, label: `问${key}`, label_en: key, kind: 'pass_fail' })
const definition: Definition = { form: { code: 'bank', name: '银行', groups: [{ code: 'order', label: '秩序', label_en: 'Order' }], items: [item('a', 'order'), item('b')] }, site_types: ['bank'] }
const publication = (changes: object | null): Publication => ({ id: null, version: 2, unchanged: false, dry_run: true, changes: changes as never, site_types_changed: false })

it('reads only what is a definition', () => {
  expect(readDefinition(JSON.stringify(definition))).toEqual(definition)
  expect(['', '{}', '[1]', '{"form":{"code":1}}'].map(readDefinition)).toEqual([null, null, null, null])
})

it('puts items under their groups', () => {
  expect(byGroup(definition).map((group) => [group.name, group.items.map((one) => one.key)])).toEqual([['', ['b']], ['秩序', ['a']]])
})

it('says what a version changes', () => {
  const lines = changeLines(publication({ form: [], added: ['a'], removed: ['c'], changed: [{ key: 'b', fields: ['label'] }], reordered: true }), definition)
  expect(lines).toHaveLength(4)
  expect(lines[0]).toContain('问a')
  expect(changeLines(publication(null), definition)).toHaveLength(1)
})
