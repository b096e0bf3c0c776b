//! The office's own roles: made anew or after a shipped one, changed; only from verbs that one holds oneself.
import type { Role } from '@/api/types'
import { can } from '@/app/session'
import { t } from '@/i18n'
import type { PickOption } from '@/kit/pick'
import { addRole, changeRole } from './calls'
import { many, seen, text, type Action, type Field } from './form'
import { byNoun, nounWords, verbWords } from './rights'

const OWN = 'x.'
const PAGES = ['today', 'round', 'cases', 'settings']

export const isOwn = (role: Role): boolean => role.code.startsWith(OWN)

/** All verbs that shipped roles hold; those one lacks cannot be chosen. */
function verbFields(roles: Role[], chosen: string[]): { fields: Field[]; start: Record<string, string[]> } {
  const verbs = [...new Set(roles.filter((role) => !isOwn(role)).flatMap((role) => role.verbs))].sort()
  const groups = byNoun(verbs)
  const option = (verb: string): PickOption => ({ value: verb, label: can(verb) ? verbWords(verb) : t('admin.roles.lacked', { verb: verbWords(verb) }), fixed: !can(verb) })
  return {
    fields: groups.map((group) => ({ key: `verbs.${group.noun}`, label: nounWords(group.noun), kind: 'checks', optional: true, options: group.verbs.map(option) })),
    start: Object.fromEntries(groups.map((group) => [`verbs.${group.noun}`, group.verbs.filter((verb) => chosen.includes(verb) && can(verb))])),
  }
}

export function roleAction(name: 'add' | 'copy' | 'change', roles: Role[], base: Role | null, made: (code: string) => void): Action {
  const changes = name === 'change'
  const { fields, start } = verbFields(roles, base?.verbs ?? [])
  const code: Field[] = changes ? [] : [{ key: 'code', label: t('admin.roles.code'), kind: 'text', hint: t('admin.roles.codeHint'), max: 40 }]
  return {
    name,
    label: t(`admin.roles.${name}`),
    fields: [
      { key: 'name', label: t('admin.roles.nameZh'), kind: 'text', max: 40 },
      { key: 'name_en', label: t('admin.roles.nameEn'), kind: 'text', max: 60 },
      ...code,
      { key: 'lands_on', label: t('admin.roles.landsOn'), kind: 'select', options: PAGES.map((value) => ({ value, label: t(`admin.landsOn.${value}`) })) },
      ...fields,
    ],
    ...(changes && base ? { version: base.version } : {}),
    start: { name: changes ? (base?.name ?? '') : '', name_en: changes ? (base?.name_en ?? '') : '', code: OWN, lands_on: base?.lands_on ?? 'today', ...start },
    run: async (values, key) => {
      const role: Role = {
        code: changes && base ? base.code : text(values, 'code'), name: text(values, 'name'), name_en: text(values, 'name_en'), lands_on: text(values, 'lands_on'),
        verbs: fields.flatMap((field) => many(values, field.key)),
        ...seen(values),
      }
      await (changes ? changeRole(key, role) : addRole(key, role))
      made(role.code)
    },
    done: (values) => t(changes ? 'admin.roles.changed' : 'admin.roles.added', { name: text(values, 'name') }),
  }
}
