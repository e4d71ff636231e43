/** In hidden tabs timers run once a second and no oftener. */
const BLINK_EVERY_MS = 1_000

/** A title that calls somebody back to its tab. What the page names itself meanwhile is kept for afterwards. */
export function createBlinkingTitle(document: { title: string }): {
  start(words: string): void
  stop(): void
} {
  let blinking: ReturnType<typeof setInterval> | undefined
  let shown: string | null = null
  let own = ''

  const blink = (words: string): void => {
    if (document.title === shown) {
      document.title = own
      return
    }
    own = document.title
    document.title = words
  }
  const stop = (): void => {
    clearInterval(blinking)
    if (shown !== null && document.title === shown) document.title = own
    shown = null
  }
  return {
    start(words) {
      stop()
      shown = words
      blink(words)
      blinking = setInterval(() => blink(words), BLINK_EVERY_MS)
    },
    stop,
  }
}
