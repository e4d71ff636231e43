import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A wire that can be damaged: everything between clients and a server goes through it. */
export interface TcpProxy {
  readonly origin: string
  /** Ends all connections at once, as a cable does that is pulled. */
  cut(): void
  /** As long as it is on, nobody gets through; who tries is cut. */
  refuse(on: boolean): void
  /**
   * Swallows what the server says while the connections stay open, and goes on swallowing on these
   * connections for ever: a half-open link.
   */
  swallowAnswers(): void
  /** Calls back once, right after the server has said the text to anybody and before it is passed on. */
  whenServerSays(text: string, react: () => void): void
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
  isSwallowing: boolean
}

/** Listens on a free port and leads to another one, both on the loopback interface. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  let isRefusing = false
  let trap: { readonly text: string; readonly react: () => void } | null = null

  const end = (pair: Pair): void => {
    pairs.delete(pair)
    pair.client.destroy()
    pair.server.destroy()
  }

  const listener = createServer((client) => {
    if (isRefusing) return void client.destroy()
    const server = connect({ port: targetPort, host: '127.0.0.1', noDelay: true })
    const pair: Pair = { client: client.setNoDelay(true), server, isSwallowing: false }
    pairs.add(pair)
    for (const socket of [client, server]) {
      socket.on('error', () => end(pair))
      socket.on('close', () => end(pair))
    }
    client.on('data', (bytes) => server.write(bytes))
    server.on('data', (bytes) => {
      const sprung = trap && bytes.includes(trap.text) ? trap : null
      if (sprung) {
        trap = null
        sprung.react()
      }
      if (!pair.isSwallowing && !client.destroyed) client.write(bytes)
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as { port: number }

  const cut = (): void => [...pairs].forEach(end)
  return {
    origin: `http://127.0.0.1:${port}`,
    cut,
    refuse(on) {
      isRefusing = on
      if (on) cut()
    },
    swallowAnswers() {
      for (const pair of pairs) pair.isSwallowing = true
    },
    whenServerSays(text, react) {
      trap = { text, react }
    },
    async close() {
      isRefusing = true
      cut()
      listener.close()
      await once(listener, 'close')
    },
  }
}
