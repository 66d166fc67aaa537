// The desk is built into plain files that the gateway serves under /desk/.
import vue from '@vitejs/plugin-vue'
import styles from 'unplugin-element-plus/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/desk/',
  // `styles` brings the style of each part of Element Plus that a page imports.
  plugins: [vue(), styles({})],
  define: {
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: { target: 'es2020', assetsInlineLimit: 0 },
})
