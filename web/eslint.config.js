//! Lint rules: the recommended sets, the size limits of the house, and the borders between folders.
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist', 'node_modules'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/essential'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ['**/*.vue'], rules: { 'max-lines': ['error', 250], 'vue/no-v-html': 'error', 'vue/multi-word-component-names': 'off' } },
  { files: ['src/**/*.ts'], ignores: ['**/*.test.ts', 'src/api/schema.ts'], rules: { 'max-lines': ['error', 150] } },
)
