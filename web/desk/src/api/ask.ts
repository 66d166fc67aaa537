// Every call of the desk: typed by the gateway's own description, and a refusal is a
// Problem in the reader's language. The token lies in a cookie that no script can read.
import createClient, { type Middleware } from 'openapi-fetch'
import { language } from '../i18n'
import type { components, paths } from './schema'

export type Told = components['schemas']

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly errors: { field: string; message: string }[] = [],
    readonly type = '',
  ) {
    super(detail || title)
  }
}

/** What is called when the session is over; the page stays as it is meanwhile. */
export const ended: { tell: () => void } = { tell: () => undefined }

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language())
    request.headers.set('X-Doorstep-Page', '1')
    return request
  },
}

export const door = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })
door.use(headers)

interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer's body, or the Problem that the gateway named, or that it is away. */
export async function told<T>(asked: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>
  try {
    answered = await asked
  } catch {
    throw new Problem(0, 'away', '')
  }
  if (answered.response.ok) return answered.data as T
  const said = (answered.error ?? {}) as Partial<Told['Problem']>
  const problem = new Problem(
    answered.response.status,
    said.title ?? '',
    said.detail ?? '',
    (said.errors ?? []) as { field: string; message: string }[],
    said.type ?? '',
  )
  if (problem.status === 401 && !answered.response.url.includes('/v1/sessions/')) ended.tell()
  throw problem
}

/** How many there are in all, where the gateway was asked to count. */
export function totalOf(response: Response): number | null {
  const said = response.headers.get('X-Total-Count')
  return said === null ? null : Number(said)
}
