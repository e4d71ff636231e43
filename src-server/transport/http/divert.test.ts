import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { divertConnections } from './divert.ts'

let server: Server
let port: number
let endSilent: () => void
const diverted: Socket[] = []
const heard: string[] = []

beforeEach(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => response.end(`${request.url} ${body}`))
  })
  server.on('upgrade', (_request, socket, head) => {
    socket.unshift(head)
    socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    socket.on('data', (piece: Buffer) => socket.end(`echo ${piece.toString()}`))
  })
  endSilent = divertConnections(server, {
    isMeant: (first) => first === 0,
    take(socket) {
      diverted.push(socket)
      socket.on('data', (piece) => heard.push(piece.toString('hex')))
      socket.on('end', () => socket.end('bye'))
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ;({ port } = server.address() as AddressInfo)
})
afterEach(() => {
  endSilent()
  for (const socket of diverted.splice(0)) socket.destroy()
  server.closeAllConnections()
  server.close()
  heard.length = 0
})

/** Says the pieces one after the other, each in a packet of its own, and hears everything to the end. */
async function say(...pieces: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.setNoDelay(true)
  let answer = ''
  socket.on('data', (piece: Buffer) => (answer += piece.toString()))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await once(socket, 'connect')
  for (const piece of pieces) {
    await new Promise<void>((resolve) => socket.write(piece, 'latin1', () => resolve()))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await closed
  return answer
}

test('HTTP is answered, in however many pieces it comes', async () => {
  const request =
    'POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello'
  expect(await say(request)).toMatch(/\r\n\r\n/)
  expect(await say(request)).toContain('/a hello')
  expect(await say(...request)).toContain('/a hello')
})

test('a connection is kept for several requests, and may become another thing', async () => {
  const first = 'GET /1 HTTP/1.1\r\nHost: x\r\n\r\n'
  const last = 'GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  expect(await say(first, last)).toMatch(/\/1 [^]*\/2 /)
  const upgrade = 'GET /3 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'
  expect(await say(upgrade, 'ping')).toMatch(/101 [^]*echo ping/)
})

test('whoever leaves before saying anything is forgotten', async () => {
  const gone = connect(port, '127.0.0.1')
  gone.end()
  gone.resume()
  await once(gone, 'close')
  expect(await say('GET /5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('/5 ')
})

test('what begins otherwise goes elsewhere, with every byte', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.end(Buffer.from([0, 1, 2, 3]))
  socket.resume()
  await once(socket, 'close')
  expect(heard.join('')).toBe('00010203')
})

test('whoever says nothing is neither here nor there, and ends with the server', async () => {
  const silent = connect(port, '127.0.0.1')
  silent.on('error', () => {})
  const closed = once(silent, 'close')
  const arrived = once(server, 'connection')
  await Promise.all([once(silent, 'connect'), arrived])
  endSilent()
  await closed
  expect(await say('GET /4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toBe('')
  expect(diverted).toEqual([])
})
