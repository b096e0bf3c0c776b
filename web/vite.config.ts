//! One package, two builds: `APP=desk` for the office and `APP=m` for the phone, each with its own base and folder.
import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'
import { budget } from './vite/budget.ts'
import { compress } from './vite/compress.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const app = process.env.APP === 'm' ? 'm' : 'desk'
const faces = {
  desk: { target: 'chrome94', resolvers: [], limits: { entry: 115, route: 120 } },
  m: { target: 'chrome87', resolvers: [VantResolver({ importStyle: false })], limits: { entry: 90, route: 15 } },
}
const face = faces[app]
const server = process.env.WENMING_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: here(`./src/apps/${app}`),
  base: `/${app}/`,
  publicDir: 'public',
  resolve: { alias: { '@': here('./src') } },
  plugins: [
    vue(),
    components({ dirs: [], resolvers: face.resolvers, dts: false }),
    budget(face.limits),
    compress(),
  ],
  define: { __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_LEGACY_API__: 'false' },
  build: { outDir: here(`./dist/${app}`), emptyOutDir: true, target: face.target, cssTarget: face.target },
  server: { proxy: { '/api': server } },
  test: { root: here('.'), environment: 'happy-dom', include: ['src/**/*.test.ts'] },
})
