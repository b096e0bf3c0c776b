//! Entry of the desk app: theme, language, session, then the app.
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import '@/kit/tokens.css'
import '@/kit/base.css'
import '@/kit/controls.css'
import './record.css'
import { onConflict } from '@/api/client'
import { queryClient } from '@/app/queries'
import { openTheme } from '@/app/theme'
import { i18n, openLanguage } from '@/i18n'
import { enterLate } from '@/kit/late'
import own from '@/i18n/zh-CN/desk.json'
import App from './App.vue'
import { router } from './router'

openTheme()
onConflict(enterLate)
void openLanguage({ zh: own, en: async () => (await import('@/i18n/en/desk.json')).default }).then(() => {
  createApp(App).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
})
