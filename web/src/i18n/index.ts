//! Two languages: Simplified Chinese comes with the app, English on first use; the choice is kept on the device.
import { createI18n } from 'vue-i18n'
import kitZh from './zh-CN/kit.json'

export type Language = 'zh-CN' | 'en'
interface Messages {
  [key: string]: Messages | string | string[]
}
/** What an app adds to the kit's messages. */
interface AppMessages {
  zh: Messages
  en: () => Promise<Messages>
}

const KEY = 'wenming.language'
/** English that is not read yet. */
const english: AppMessages['en'][] = [async () => (await import('./en/kit.json')).default]
/** Messages that come with the pages of a context rather than with the app. */
const contexts = {
  zh: import.meta.glob<Messages>(['./zh-CN/*.json', '!**/{kit,desk,m}.json'], { import: 'default' }),
  en: import.meta.glob<Messages>(['./en/*.json', '!**/{kit,desk,m}.json'], { import: 'default' }),
}
const learned = new Set<string>()

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as Language,
  fallbackLocale: 'zh-CN' as Language,
  messages: { 'zh-CN': kitZh as Messages, en: {} as Messages },
})

export const t = i18n.global.t as (key: string, params?: Record<string, unknown>) => string
/** Is there a message of this name? */
export const te = (key: string): boolean => i18n.global.te(key, 'zh-CN')
export const language = (): Language => i18n.global.locale.value

export async function speak(next: Language): Promise<void> {
  if (next === 'en') for (const part of await Promise.all(english.splice(0).map((read) => read()))) i18n.global.mergeLocaleMessage('en', part)
  i18n.global.locale.value = next
  document.documentElement.lang = next
  localStorage.setItem(KEY, next)
}

/** Adds the app's messages and speaks the kept language, else Chinese. */
export async function openLanguage(own: AppMessages): Promise<void> {
  english.push(own.en)
  i18n.global.mergeLocaleMessage('zh-CN', own.zh)
  await speak(localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN')
}

/** A page of a context, with the context's messages read before it is shown. */
export const worded = <T>(context: string, page: () => Promise<T>): (() => Promise<T>) => async () => {
  await learn(context)
  return page()
}

async function learn(context: string): Promise<void> {
  const [zh, en] = [contexts.zh[`./zh-CN/${context}.json`], contexts.en[`./en/${context}.json`]]
  if (learned.has(context) || !zh || !en) return
  learned.add(context)
  english.push(en)
  i18n.global.mergeLocaleMessage('zh-CN', await zh())
  if (language() === 'en') await speak('en')
}
