//! Photos: where one is read, and how one is sent.
import { api, once, take } from '@/api/client'
import { newId } from '@/api/id'
import type { FileView } from '@/api/types'

export const fileUrl = (id: string, size: 'thumb' | 'view'): string => `/api/files/${id}?size=${size}`

/** What the sender knows of a picture that the picture itself may not hold. */
export interface Said {
  /** By the device's clock: what that is off, the server sees from its time of sending. */
  taken_at?: string
  lon?: number
  lat?: number
  accuracy_m?: number
}

/** Sends one picture; position and time are read from it by the server, or taken from `said`. */
export async function sendPhoto(file: Blob, key = newId(), said: Said = {}, as?: string | null): Promise<FileView> {
  const form = new FormData()
  form.append('file', file)
  form.append('meta', JSON.stringify(said.taken_at ? { ...said, sent_at: new Date().toISOString() } : said))
  return take(api.POST('/api/files', { body: form as never, bodySerializer: (body) => body, headers: once(key, as) }))
}
