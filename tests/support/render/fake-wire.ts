import type { OpenWire, WireListener } from '../../../src-renderer/client/wire.ts'

/** What the tests send and receive: looked into, never trusted by the app. */
export type Packet = Record<string, unknown>

type Answer = (input: Packet) => unknown

/** A network of one server that answers what the test says, and drops what the test says. */
export interface FakeServer {
  readonly openWire: OpenWire
  /** What a request gets as its ack; a thrown error is a lost ack. */
  answer(name: string, answer: Answer): void
  /** What the request gets now, to be changed a little. */
  answerOf(name: string): Answer
  /** Requests in the order in which they arrived. */
  readonly heard: { readonly name: string; readonly input: Packet; readonly auth: Packet }[]
  tell(name: string, payload: unknown): void
  /** Cuts the line. New connections fail until `restore`. */
  cut(): void
  restore(): void
}

export function createFakeServer(): FakeServer {
  const answers = new Map<string, Answer>()
  const heard: FakeServer['heard'] = []
  const wires = new Set<{ listener: WireListener; isConnected: boolean }>()
  let isUp = true
  return {
    heard,
    answer: (name, answer) => void answers.set(name, answer),
    answerOf(name) {
      const answer = answers.get(name)
      if (!answer) throw new Error(`the test has no answer to ${name}`)
      return answer
    },
    tell(name, payload) {
      for (const wire of wires) if (wire.isConnected) wire.listener.onEvent(name, payload)
    },
    cut() {
      isUp = false
      for (const wire of wires) {
        if (!wire.isConnected) continue
        wire.isConnected = false
        wire.listener.onDisconnect('transport close')
      }
    },
    restore() {
      isUp = true
    },
    openWire(_origin, auth, listener) {
      const wire = { listener, isConnected: false }
      wires.add(wire)
      return {
        connect() {
          queueMicrotask(() => {
            if (!wires.has(wire)) return
            wire.isConnected = isUp
            if (isUp) listener.onConnect()
            else listener.onConnectFailure({ message: 'websocket error', data: undefined })
          })
        },
        close() {
          wires.delete(wire)
          wire.isConnected = false
        },
        async request(name, input) {
          heard.push({ name, input: asPacket(input), auth: auth() })
          const answer = answers.get(name)
          // As on a network: nothing is answered before the asker has gone on.
          await Promise.resolve()
          if (!answer) throw new Error(`the test has no answer to ${name}`)
          return answer(asPacket(input))
        },
        get isConnected() {
          return wire.isConnected
        },
      }
    },
  }
}

const asPacket = (value: unknown): Packet => (value ?? {}) as Packet
