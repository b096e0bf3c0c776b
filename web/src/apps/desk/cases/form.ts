//! The registration form: what it holds, what is missing, what is sent, and how a draft is kept on the device.
import type { CaseSource, NewCase } from '@/api/types'

export interface CaseForm {
  id: string
  title: string
  category: string | null
  /** Of the category; a draft from before it was asked has none. */
  condition?: string | null
  area: string | null
  place: string
  description: string
  source: CaseSource
  photos: string[]
}

const KEY = 'wenming.draft.case'
export const TITLE_MAX = 80
export const FIELDS = ['category', 'area', 'place', 'title', 'photos'] as const
export type Field = (typeof FIELDS)[number]

export const emptyForm = (id: string, area: string | null): CaseForm => ({
  id, title: '', category: null, condition: null, area, place: '', description: '', source: 'report', photos: [],
})

/** The message key of what is wrong with each field; fields in order have none. */
export function check(form: CaseForm, photosWanted = 0): Partial<Record<Field, string>> {
  const wrong: Partial<Record<Field, string>> = {}
  if (!form.category) wrong.category = 'cases.form.categoryMissing'
  if (!form.area) wrong.area = 'cases.form.areaMissing'
  if (!form.place.trim()) wrong.place = 'cases.form.placeMissing'
  if (!form.title.trim()) wrong.title = 'cases.form.titleMissing'
  if (form.photos.length < photosWanted) wrong.photos = 'cases.form.photosMissing'
  return wrong
}

export function toCase(form: CaseForm): NewCase {
  return {
    title: form.title.trim(),
    category: form.category ?? '',
    condition: form.condition ?? undefined,
    area: form.area ?? '',
    place: form.place.trim(),
    position: null,
    description: form.description.trim() || undefined,
    photos: form.photos,
    source: form.source,
  }
}

export const isTouched = (form: CaseForm): boolean => Boolean(form.title || form.category || form.place || form.description || form.photos.length)

export function keepDraft(form: CaseForm, store: Storage = localStorage): void {
  if (isTouched(form)) store.setItem(KEY, JSON.stringify(form))
  else store.removeItem(KEY)
}

export function findDraft(store: Storage = localStorage): CaseForm | null {
  try {
    return JSON.parse(store.getItem(KEY) ?? 'null') as CaseForm | null
  } catch {
    return null
  }
}

export const dropDraft = (store: Storage = localStorage): void => store.removeItem(KEY)
