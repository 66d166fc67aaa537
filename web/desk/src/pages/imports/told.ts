// What people tells of a workbook; the gateway relays it byte for byte.
export const OUTCOMES = ['new', 'changed', 'same', 'wrong'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Import extends Record<Outcome, number> {
  id: string
  state: string
  file: string
  said_on: string
  total: number
  done: number
  skipped: number
  reason: string | null
  sheets: { name: string; heading: number | null; columns: { words: string; field: string | null; label: string | null }[] }[]
  left_over: { line: number; fields?: string[] }[]
  made_at: string
  undo_until: string | null
}

export interface Line {
  position: number
  sheet: string
  line: number
  outcome: Outcome
  name: string
  errors: { field: string; label: string; message: string }[]
  differences: { field: string; label: string; before: unknown; after: unknown }[]
}

export const RUNNING = ['arriving', 'reading', 'checking', 'committing', 'undoing']
