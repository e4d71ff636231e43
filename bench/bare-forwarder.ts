import { createSocket } from 'node:dgram'

/**
 * The yardstick for voice: hands each UDP packet to everybody else, and nothing else. No encryption,
 * no connections, no checks; less is not possible with Node.
 */
const socket = createSocket('udp4')
const people = new Map<number, string>()

socket.on('message', (packet, { port, address }) => {
  if (!people.has(port)) {
    people.set(port, address)
    return
  }
  for (const [other, at] of people) if (other !== port) socket.send(packet, other, at)
})
socket.bind(0, '127.0.0.1', () => {
  process.stdout.write(`ready at http://127.0.0.1:${socket.address().port}\n`)
})
