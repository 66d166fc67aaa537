// Who sits at the desk: one account, acting through one posting at a time.
import { computed, ref } from 'vue'
import { door, ended, type Told, told } from './api/ask'

export const me = ref<Told['Me'] | null>(null)
/** The session is over while somebody works: the page waits under a sign-in. */
export const interrupted = ref(false)
export const role = computed(() => me.value?.posting.role ?? '')
export const isHr = computed(() => role.value === 'hr')
export const isOfficer = computed(() =>
  ['coordinator', 'township', 'county'].includes(role.value),
)
export const isUpper = computed(() => ['township', 'county'].includes(role.value))

ended.tell = () => {
  if (me.value) interrupted.value = true
}

export async function lookWhoIsHere(): Promise<void> {
  me.value = await told(door.GET('/v1/me'))
}

export async function signIn(account: string, password: string): Promise<void> {
  await told(door.POST('/v1/sessions/browser', { body: { account, password } }))
  await lookWhoIsHere()
  interrupted.value = false
}

export async function signOut(): Promise<void> {
  await told(door.DELETE('/v1/sessions')).catch(() => undefined)
  me.value = null
  interrupted.value = false
}
