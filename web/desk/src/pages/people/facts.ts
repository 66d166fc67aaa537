// Facts of a person as sentences: no code, no brackets, no JSON on the page.
import { i18n } from '../../i18n'
import { daysText } from '../../parts/saying'
import type { Fact } from './told'

const { t, te } = i18n.global

export function factName(field: string): string {
  return te(`fact.${field}`) ? t(`fact.${field}`) : field
}

export function factText({ field, value }: Pick<Fact, 'field' | 'value'>): string {
  if (value === null || value === undefined || value === '') return t('fact_value.none')
  if (field === 'max_km') return t('fact_value.km', { n: String(value) })
  if (field === 'pay_floor') return payFloor(value as { min: number; unit: string })
  if (field === 'months') return (value as number[]).map((n) => t('fact_value.month', { n })).join(t('week.and'))
  if (field === 'place') return t('fact_value.place', { n: (value as { accuracy_m: number }).accuracy_m })
  if (field === 'household') return t('fact_value.known')
  return plain(value)
}

function payFloor({ min, unit }: { min: number; unit: string }): string {
  return t(`pay.${unit}`, { range: min })
}

function plain(value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'fact_value.yes' : 'fact_value.no')
  if (Array.isArray(value)) return value.length ? value.map(plain).join(t('week.and')) : t('fact_value.none')
  if (typeof value === 'object' && value !== null) return pieces(value as Record<string, unknown>)
  const key = `fact_value.${String(value)}`
  return te(key) ? t(key) : String(value)
}

function pieces(value: Record<string, unknown>): string {
  if (Array.isArray(value.days) && 'start' in value) {
    return `${daysText(value.days as number[])} ${String(value.start)}–${String(value.end)}`
  }
  return Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .map(([name, inner]) => `${factName(name)} ${plain(inner)}`)
    .join(t('week.and'))
}
