// How numbers, times and pay are said; all words come from the texts.
import type { Told } from '../api/ask'
import { i18n } from '../i18n'

const t = i18n.global.t

export function payText(pay: Told['Pay'] | null | undefined): string {
  if (!pay) return t('pay.unknown')
  const range = pay.min === pay.max ? `${pay.min}` : `${pay.min}–${pay.max}`
  const unit = t(`pay.${pay.unit}`, { range })
  return pay.piece_rate ? `${unit} ${t('pay.by_piece')}` : unit
}

export function clock(minutes: number): string {
  const within = ((minutes % 1440) + 1440) % 1440
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

/** «周一至周六 08:00–20:00», the first shift and how many others there are. */
export function weekText(time: Told['WorkTime']): string {
  if (time.flexible || !time.shifts.length) return t('week.flexible')
  const [shift] = time.shifts
  if (!shift) return t('week.flexible')
  const said = `${daysText(shift.days)} ${clock(shift.start_min)}–${clock(shift.end_min)}`
  const others = time.shifts.length - 1
  return others ? `${said} ${t(`week.pattern.${time.pattern}`, { n: others + 1 })}` : said
}

export function daysText(days: readonly number[]): string {
  const sorted = [...days].sort((a, b) => a - b)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) return ''
  const unbroken = last - first === sorted.length - 1 && sorted.length > 2
  return unbroken
    ? t('week.from_to', { from: t(`week.day.${first}`), to: t(`week.day.${last}`) })
    : sorted.map((day) => t(`week.day.${day}`)).join(t('week.and'))
}

export function age(birth: string | null | undefined, today = new Date()): number | null {
  if (!birth) return null
  const [year, month, day] = birth.split('-').map(Number)
  if (!year || !month || !day) return null
  const had = today.getMonth() + 1 > month || (today.getMonth() + 1 === month && today.getDate() >= day)
  return today.getFullYear() - year - (had ? 0 : 1)
}

export function dateText(moment: string): string {
  return new Intl.DateTimeFormat(i18n.global.locale.value === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai',
  }).format(new Date(moment))
}

/** «电动车 11 分钟», at home, or that nobody knows. */
export function wayText(match: { minutes?: number | null; mode?: string | null }): string {
  if (match.minutes === null || match.minutes === undefined) return t('match.unknown_minutes')
  if (!match.mode) return t('match.home')
  return t('match.mode_minutes', { mode: t(`mode.${match.mode}`), n: match.minutes })
}

const WORST = ['block', 'unknown', 'caution', 'pass']

/** The sentence that matters most: what stands in the way, else what speaks for it. */
export function telling(match: Told['Match']): string {
  const sorted = [...match.reasons].sort(
    (a, b) => WORST.indexOf(a.outcome) - WORST.indexOf(b.outcome),
  )
  const [first] = sorted
  if (first && first.outcome !== 'pass') return first.text
  return match.reasons.find(({ rule }) => rule === 'skill.must')?.text ?? ''
}
