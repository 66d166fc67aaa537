// Large print: one switch for everything, kept on this machine.
import { ref } from 'vue'

const KEPT = 'doorstep.print'
export const size = ref<'usual' | 'large'>(
  localStorage.getItem(KEPT) === 'large' ? 'large' : 'usual',
)
show()

export function toggleSize(): void {
  size.value = size.value === 'large' ? 'usual' : 'large'
  localStorage.setItem(KEPT, size.value)
  show()
}

function show(): void {
  document.documentElement.dataset.print = size.value
}
