//! Giving a role over an area to a post: everything there, what is its own, or what is of some lines.
import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Post } from '@/api/types'
import { useAreaOptions, useCategories } from '@/app/lists'
import { language } from '@/i18n'
import type { PickOption } from '@/kit/pick'
import { giveGrant } from './calls'
import { many, text, type Action } from './form'
import { useRoles } from './queries'
import { roleName } from './rights'

const SCOPES = ['all', 'own', 'lines'] as const

/** A role's name in the language spoken, by its code; what came with the record where the list is not there yet. */
export function useRoleName(): (code: string, given: string) => string {
  const { data } = useRoles()
  return (code, given) => {
    const role = data.value?.find((one) => one.code === code)
    return role ? roleName(role) : given
  }
}

/** The roots of the tree of kinds. */
export function useLines(): ComputedRef<PickOption[]> {
  const { data } = useCategories()
  return computed(() => (data.value ?? []).filter((one) => one.parent === null).map((one) => ({ value: one.code, label: language() === 'en' ? one.name_en : one.name })))
}

export function useGrantAction(post: Readonly<Ref<Post>>, area: Readonly<Ref<string>>): ComputedRef<Action> {
  const { t } = useI18n()
  const roles = useRoles()
  const areas = useAreaOptions()
  const lines = useLines()
  const nameOf = useRoleName()
  return computed(() => ({
    name: 'grant',
    label: t('admin.grants.give'),
    effect: t('admin.grants.effect'),
    fields: [
      { key: 'role', label: t('admin.grants.role'), kind: 'pick', options: (roles.data.value ?? []).map((role) => ({ value: role.code, label: roleName(role) })) },
      { key: 'area', label: t('admin.grants.area'), kind: 'pick', options: areas.value },
      { key: 'scope', label: t('admin.grants.scope'), kind: 'select', options: SCOPES.map((value) => ({ value, label: t(`admin.scope.${value}`) })) },
      {
        key: 'lines', label: t('admin.grants.lines'), kind: 'checks', options: lines.value, when: (values) => values.scope === 'lines',
      },
    ],
    start: { area: area.value, scope: 'all' },
    run: (values, key) => {
      const scope = SCOPES.find((one) => one === values.scope) ?? 'all'
      return giveGrant(key, { position: post.value.id, role: text(values, 'role'), area: text(values, 'area'), scope, lines: scope === 'lines' ? many(values, 'lines') : [] })
    },
    done: (values) => t('admin.grants.given', { role: nameOf(text(values, 'role'), ''), title: post.value.title }),
  }))
}
