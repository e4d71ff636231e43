import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/**
 * Below those that operating systems hand out by themselves: a port of theirs may belong to some
 * connection by the time that it is used, or again after a program that is to come back has ended.
 */
const [FIRST, BEHIND_LAST] = [11_000, 32_000]

/** A port that nothing uses at this moment, on loopback: neither by TCP nor, for voice, by UDP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, BEHIND_LAST)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => {
      const socket = createSocket('udp4')
      const answer = (isFree: boolean): void => void server.close(() => resolve(isFree))
      socket.once('error', () => answer(false))
      socket.bind(port, '127.0.0.1', () => socket.close(() => answer(true)))
    })
  })
}
