// What people tells of a worker; the gateway relays it byte for byte.
export interface WorkerEntry {
  id: string
  name: string | null
  last4: string | null
  birth: string | null
  sex: 'male' | 'female' | null
  area: string
  area_name: string | null
  household: string | null
  state: string
  withdrawn: string | null
}

export interface WorkerFile extends WorkerEntry {
  phones: { number: string; relation: string }[]
}

export interface Fact {
  field: string
  value: unknown
  source: string
  said_by: string
  said_on: string
  valid_until: string | null
}
