import type { Undo } from '#shared/lib/scope.ts'

/** Somebody who has touched nothing on the page for so long is away, in milliseconds. */
const IDLE_AFTER_MS = 5 * 60_000

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const

/** In a browser tab only the page itself shows whether somebody is there. */
export function watchPage(page: EventTarget, tell: (isIdle: boolean) => void): Undo {
  let isIdle = false
  const leave = (): void => {
    isIdle = true
    tell(true)
  }
  let timer = setTimeout(leave, IDLE_AFTER_MS)
  const touch = (): void => {
    clearTimeout(timer)
    timer = setTimeout(leave, IDLE_AFTER_MS)
    if (!isIdle) return
    isIdle = false
    tell(false)
  }
  const options = { passive: true, capture: true }
  for (const sign of SIGNS) page.addEventListener(sign, touch, options)
  return () => {
    clearTimeout(timer)
    for (const sign of SIGNS) page.removeEventListener(sign, touch, options)
  }
}
