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
let english: AppMessages['en'] | null = null

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
  if (next === 'en' && english) {
    const [kit, own] = await Promise.all([import('./en/kit.json'), english()])
    i18n.global.setLocaleMessage('en', { ...(kit.default as Messages), ...own })
    english = null
  }
  i18n.global.locale.value = next
  document.documentElement.lang = next
  localStorage.setItem(KEY, next)
}

/** Adds the app's messages and speaks the kept language, else Chinese. */
export async function openLanguage(own: AppMessages): Promise<void> {
  english = own.en
  i18n.global.mergeLocaleMessage('zh-CN', own.zh)
  await speak(localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN')
}
