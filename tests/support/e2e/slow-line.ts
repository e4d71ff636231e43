import type { BrowserContext } from '@playwright/test'

export interface SlowLine {
  /** Whether the page has asked for what is held, and so nothing more arrives. */
  isHeld(): boolean
  /** How many times the page was answered what it asked for. */
  answers(): number
  /** What was held arrives, in order, and everything after it at once. */
  release(): void
}

/**
 * A line to the server on which nothing arrives any more from the moment in which the page asks for
 * something, told by a part of the packet. To be called before the page opens.
 */
export async function slowLine(context: BrowserContext, asked: string): Promise<SlowLine> {
  let state: 'open' | 'held' | 'released' = 'open'
  let answers = 0
  const ids = new Set<string>()
  const held: (() => void)[] = []
  await context.routeWebSocket(/\/socket\.io\//, (page) => {
    const server = page.connectToServer()
    page.onMessage((message) => {
      if (message.includes(asked)) {
        ids.add(idOf(message, /^42(\d+)/))
        if (state === 'open') state = 'held'
      }
      server.send(message)
    })
    server.onMessage((message) => {
      const pass = (): void => {
        page.send(message)
        if (ids.delete(idOf(message, /^43(\d+)/))) answers += 1
      }
      if (state === 'held') held.push(pass)
      else pass()
    })
  })
  return {
    isHeld: () => state === 'held',
    answers: () => answers,
    release() {
      state = 'released'
      for (const send of held.splice(0)) send()
    },
  }
}

/** Socket.IO numbers what is asked and what is answered alike: `425["chat:history",…]`, `435[…]`. */
const idOf = (message: string | Buffer, form: RegExp): string =>
  form.exec(String(message))?.[1] ?? ''
