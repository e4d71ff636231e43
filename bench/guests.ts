import { openRawWebSocket, type RawWebSocket } from '../tests/support/raw-websocket.ts'

/** Joins a room on a line of its own; costs next to nothing, so many of them do not measure themselves. */
export function joinAsGuest(
  port: number,
  index: number,
  onText: (text: string) => void,
): Promise<RawWebSocket> {
  return new Promise((joined, fail) => {
    const opening = openRawWebSocket(port, (text) => {
      onText(text)
      // Messages are most of what comes, and nothing of this concerns them.
      if (text.startsWith('42["chat:message"')) return
      void opening.then((socket) => {
        if (text === '2') socket.send('3')
        if (text.startsWith('0')) socket.send('40')
        if (text.startsWith('40')) {
          socket.send(`42["room:join",{"roomId":"general","user":{"name":"Guest ${index}"}}]`)
        }
        if (text.startsWith('42["chat:history"')) joined(socket)
      })
    })
    opening.catch(fail)
  })
}

/** @returns the value below which this part of all lies */
export function percentileOf(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length * part)] ?? NaN
}
