import { createSocket } from 'node:dgram'
import { createServer, type AddressInfo } from 'node:net'

/** A port that nothing uses at this moment, on loopback: neither by TCP nor, for voice, by UDP. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      const socket = createSocket('udp4')
      const letGo = (then: () => void): void => void server.close(then)
      socket.once('error', () => letGo(() => void freePort().then(resolve, reject)))
      socket.bind(port, '127.0.0.1', () => socket.close(() => letGo(() => resolve(port))))
    })
  })
}
