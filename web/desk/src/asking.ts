// One question of a page: loading, answered, empty or failed, and asked again at will.
import { type Ref, ref, shallowRef } from 'vue'
import { Problem } from './api/ask'

export interface Question<T> {
  answer: Ref<T | null>
  problem: Ref<Problem | null>
  waiting: Ref<boolean>
  ask: () => Promise<void>
}

/** Only the latest asking counts: an older answer that comes late is dropped. */
export function question<T>(how: () => Promise<T>): Question<T> {
  const answer = shallowRef<T | null>(null) as Ref<T | null>
  const problem = ref<Problem | null>(null) as Ref<Problem | null>
  const waiting = ref(false)
  let latest = 0
  async function ask(): Promise<void> {
    const turn = ++latest
    waiting.value = true
    try {
      const said = await how()
      if (turn !== latest) return
      answer.value = said
      problem.value = null
    } catch (failure) {
      if (turn !== latest) return
      problem.value = failure instanceof Problem ? failure : new Problem(0, 'away', String(failure))
    } finally {
      if (turn === latest) waiting.value = false
    }
  }
  return { answer, problem, waiting, ask }
}
