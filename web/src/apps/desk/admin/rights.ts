//! Rights in words: verbs, scopes and roles, and the verbs of somebody grouped by the grant they come from.
import type { Grant, Right, Role } from '@/api/types'
import { language, t, te } from '@/i18n'
import type { PickOption } from '@/kit/pick'

export const roleName = (role: Pick<Role, 'name' | 'name_en'>): string => (language() === 'en' ? role.name_en : role.name)

/** A verb such as `case.accept` in words; one that has none as it is. */
export const verbWords = (verb: string): string => (te(`right.${verb}`) ? t(`right.${verb}`) : (verb.split('.')[1] ?? verb))

/** What the verbs of one kind of record are about. */
export const nounWords = (noun: string): string => (te(`admin.noun.${noun}`) ? t(`admin.noun.${noun}`) : noun)

export function scopeWords(grant: Pick<Grant, 'scope' | 'lines'>, lines: PickOption[]): string {
  if (grant.scope !== 'lines') return t(`admin.scope.${grant.scope}`)
  const names = grant.lines.map((code) => lines.find((line) => line.value === code)?.label ?? code)
  return t('admin.scope.linesOf', { lines: names.join(t('page.comma')) })
}

/** Verbs by the kind of record, in the order they come. */
export function byNoun(verbs: string[]): { noun: string; verbs: string[] }[] {
  const groups = new Map<string, string[]>()
  for (const verb of verbs) {
    const noun = verb.split('.')[0] ?? verb
    groups.set(noun, [...(groups.get(noun) ?? []), verb])
  }
  return [...groups].map(([noun, listed]) => ({ noun, verbs: listed }))
}

interface Source extends Pick<Right, 'grant' | 'role' | 'role_name' | 'position' | 'area' | 'scope' | 'lines'> {
  verbs: string[]
}

/** One entry a grant, with the verbs that come from it. */
export function byGrant(rights: Right[]): Source[] {
  const grants = new Map<string, Source>()
  for (const { verb, ...right } of rights) {
    const known = grants.get(right.grant)
    if (known) known.verbs.push(verb)
    else grants.set(right.grant, { ...right, verbs: [verb] })
  }
  return [...grants.values()]
}
