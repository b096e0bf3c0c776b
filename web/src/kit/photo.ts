//! Photos: where one is read, and how one is sent.
import { api, once, take } from '@/api/client'
import { newId } from '@/api/id'
import type { FileView } from '@/api/types'

export const fileUrl = (id: string, size: 'thumb' | 'view'): string => `/api/files/${id}?size=${size}`

/** Sends one picture; position and time are read from it by the server. */
export async function sendPhoto(file: File, key = newId()): Promise<FileView> {
  const form = new FormData()
  form.append('file', file)
  form.append('meta', JSON.stringify({}))
  return take(api.POST('/api/files', { body: form, bodySerializer: (body) => body, headers: once(key) }))
}
