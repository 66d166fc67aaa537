// A post as its employer would say it: ten plain questions, and what becomes of them.
export interface Shift {
  days: number[]
  start: string
  end: string
}

export interface Answers {
  title: string
  text: string
  where: 'site' | 'home'
  site: string
  pattern: 'single' | 'choose'
  flexible: boolean
  shifts: Shift[]
  least: number | null
  most: number | null
  unit: 'month' | 'day' | 'hour' | 'piece'
  piece: boolean
  openings: number
  until: string
  skills: string
  training: string
  ageMin: number | null
  ageMax: number | null
  body: 'usual' | 'named'
  functions: string[]
  offers: string[]
  lodging: boolean
  meals: boolean
  insurance: boolean
  name: string
  phone: string
}

export interface Site {
  id: string
  name: string
  area: string
  place: unknown
}

export const BODY = ['stand', 'walk', 'lift15', 'lift25', 'bend', 'climb', 'fine', 'near', 'hear', 'speak', 'read'] as const
export const OFFERS = ['seated', 'buddy', 'flexible_hours', 'written_instruction', 'ramp', 'transport'] as const

export function blank(): Answers {
  return {
    title: '', text: '', where: 'site', site: '', pattern: 'single', flexible: false,
    shifts: [{ days: [1, 2, 3, 4, 5], start: '08:30', end: '17:30' }],
    least: null, most: null, unit: 'month', piece: false, openings: 1, until: '',
    skills: '', training: '', ageMin: null, ageMax: null, body: 'usual', functions: [],
    offers: [], lodging: false, meals: false, insurance: false, name: '', phone: '',
  }
}

/** The post as the gateway takes it; what was left open stays unsaid. */
export function stated(answers: Answers, site: Site | undefined): Record<string, unknown> {
  const words = answers.skills.split(/[，,、;；\s]+/).filter(Boolean)
  const said: Record<string, unknown> = {
    title: answers.title.trim(),
    text: answers.text.trim(),
    home_based: answers.where === 'home',
    area: site?.area,
    place: site?.place ?? undefined,
    pattern: answers.shifts.length > 1 ? answers.pattern : 'single',
    flexible: answers.flexible,
    shifts: answers.flexible ? [] : answers.shifts.filter(({ days }) => days.length),
    pay: pay(answers),
    skills: words,
    training: answers.training.trim() || undefined,
    age_min: answers.ageMin ?? undefined,
    age_max: answers.ageMax ?? undefined,
    functions: answers.body === 'usual' ? undefined : answers.functions,
    accommodations: answers.offers,
    lodging: answers.lodging,
    meals: answers.meals,
    insurance: answers.insurance,
    openings: answers.openings,
    valid_until: answers.until || undefined,
    contact: answers.phone.trim() ? { name: answers.name.trim(), phone: answers.phone.trim() } : undefined,
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

function pay(answers: Answers): Record<string, unknown> | undefined {
  const least = answers.least ?? answers.most
  const most = answers.most ?? answers.least
  if (least === null || most === null) return undefined
  return {
    min: Math.min(least, most), max: Math.max(least, most),
    unit: answers.unit, piece_rate: answers.piece,
  }
}
