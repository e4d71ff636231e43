import type { Server, Socket } from 'node:net'

/** What speaks another language than HTTP on the same port. */
interface Diversion {
  /** Whether a connection that begins with this byte is meant. */
  readonly isMeant: (first: number) => boolean
  readonly take: (socket: Socket) => void
}

/** Whoever connects and says nothing is sent away as if the HTTP server had done it. */
const SAYS_SOMETHING_WITHIN_MS = 5_000

/**
 * Looks at the first byte of each connection before the HTTP server gets it, and gives those that are
 * meant to somebody else. The byte is put back, so that nobody notices.
 *
 * @returns lets no more in, and ends those that have not said anything yet
 */
export function divertConnections(server: Server, { isMeant, take }: Diversion): () => void {
  const silent = new Set<Socket>()
  let isEnding = false
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')

  server.on('connection', (socket: Socket) => {
    if (isEnding) return void socket.destroy()
    silent.add(socket)
    const end = (): void => void socket.destroy()
    const forget = (): void => {
      silent.delete(socket)
      clearTimeout(tooLate)
      socket.off('data', hear).off('end', end).off('error', end).off('close', forget)
    }
    const hear = (chunk: Buffer): void => {
      forget()
      socket.pause()
      socket.unshift(chunk)
      if (isMeant(chunk[0] ?? 0)) take(socket)
      else for (const listener of listeners) listener.call(server, socket)
      // Whoever has it by now listens to it; the byte comes before anything new does.
      process.nextTick(() => socket.resume())
    }
    const tooLate = setTimeout(end, SAYS_SOMETHING_WITHIN_MS)
    socket.on('data', hear).on('end', end).on('error', end).on('close', forget)
  })

  return () => {
    isEnding = true
    for (const socket of silent) socket.destroy()
  }
}
