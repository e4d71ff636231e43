import { createServer } from 'node:http'
import { Server } from 'socket.io'

/**
 * The yardstick: Socket.IO handing each message to everybody, and nothing else. No names, no checks,
 * no store. Speaks just enough of the protocol for the same generator.
 */
const http = createServer()
const io = new Server(http, { perMessageDeflate: false, serveClient: false })
let seq = 0

io.on('connection', (socket) => {
  socket.on('room:join', (input: { roomId: string }) => {
    void socket.join(input.roomId)
    socket.emit('chat:history', [])
  })
  socket.on('chat:message', ({ roomId, text, clientId }, acknowledge?: (reply: object) => void) => {
    seq += 1
    // As long as what Parley sends, so that both move the same bytes.
    const message = {
      id: '00000000-0000-4000-8000-000000000000',
      roomId,
      type: 'text',
      text,
      user: 'Guest 000',
      userId: '00000000-0000-4000-8000-000000000000',
      createdAt: Date.now(),
      seq,
      clientId: clientId ?? null,
    }
    io.to(roomId).emit('chat:message', message)
    acknowledge?.({ ok: true, message, duplicate: false })
  })
})

http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as { port: number }
  process.stdout.write(`ready at http://127.0.0.1:${port}\n`)
})
