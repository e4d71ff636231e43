/** Hears how far a command is. */
export type OnProgress = (done: number, total: number) => void

/** How often somebody who looks sees something new. */
const EVERY_MS = 250

/** Where nobody can be shown one line again and again, one line for each tenth. */
const STEP_PERCENT = 10

/** Shows on a terminal, or in a log, how far it is. */
export function createProgressLine(
  verb: string,
  out: NodeJS.WriteStream,
  now: () => number,
): { readonly show: OnProgress; end(): void } {
  let lastShown = -Infinity
  let lastStep = 0
  let width = 0

  function showOnTerminal(text: string): void {
    if (now() - lastShown < EVERY_MS) return
    lastShown = now()
    out.write(`\r${text.padEnd(width)}`)
    width = text.length
  }

  return {
    show(done, total) {
      const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))
      const text = `${verb}: ${percent} % (${done.toLocaleString('en')} of ${Math.max(done, total).toLocaleString('en')})`
      if (out.isTTY) return showOnTerminal(text)
      const step = Math.floor(percent / STEP_PERCENT)
      if (step <= lastStep) return
      lastStep = step
      out.write(`${text}\n`)
    },
    end() {
      if (out.isTTY && width > 0) out.write(`\r${' '.repeat(width)}\r`)
    },
  }
}
