import { createApp } from 'vue'
import App from './App.vue'
import { i18n, language, speak } from './i18n'
import { router } from './router'
import 'element-plus/theme-chalk/base.css'
import './styles/face.css'

speak(language())
createApp(App).use(i18n).use(router).mount('#desk')
