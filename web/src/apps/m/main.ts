//! Entry of the phone app: theme, language, then the app; a session that ends keeps what is being written.
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import 'vant/es/style/base.css'
import 'vant/es/overlay/index.css'
import 'vant/es/popup/index.css'
import '@/kit/tokens.css'
import '@/kit/base.css'
import './phone.css'
import { onSignedOut } from '@/api/client'
import { queryClient } from '@/app/queries'
import { openTheme } from '@/app/theme'
import { i18n, openLanguage } from '@/i18n'
import own from '@/i18n/zh-CN/m.json'
import App from './App.vue'
import { endSession } from './me/expired'
import { router } from './router'

openTheme()
onSignedOut(endSession)
void openLanguage({ zh: own, en: async () => (await import('@/i18n/en/m.json')).default }).then(() => {
  createApp(App).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
})
