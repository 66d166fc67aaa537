// Chinese first; English beside it, complete. The choice stays on this machine.
import { createI18n } from 'vue-i18n'
import en from './texts/en.json'
import zh from './texts/zh.json'

export type Language = 'zh' | 'en'
const KEPT = 'doorstep.language'
const kept = localStorage.getItem(KEPT)

export const i18n = createI18n({
  legacy: false,
  locale: kept === 'en' ? 'en' : 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en },
})

export function language(): Language {
  return i18n.global.locale.value as Language
}

export function speak(chosen: Language): void {
  i18n.global.locale.value = chosen
  localStorage.setItem(KEPT, chosen)
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
}
