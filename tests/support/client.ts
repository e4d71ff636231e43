import { io, type Socket } from 'socket.io-client'
import type {
  Ack,
  ClientToServerEvents,
  EventName,
  EventPayload,
  RequestInput,
  RequestName,
  ServerToClientEvents,
} from '#shared/protocol/maps.ts'

/** Long enough for a busy machine; a test that gets here has failed. */
const PATIENCE_MS = 20_000

interface ReceivedEvent {
  readonly name: string
  readonly payload: unknown
}

/** A plain client: Socket.IO and nothing of ours. */
export interface TestClient {
  readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>
  /** Everything received, in order. */
  readonly received: readonly ReceivedEvent[]
  /** Asks and waits for the ack. */
  call<Name extends RequestName>(name: Name, input?: RequestInput<Name>): Promise<Ack<Name>>
  /** Emits anything, with or without sense, and waits for no answer. */
  emit(name: string, ...args: unknown[]): void
  /** The next event of this name that was not taken yet, now or later. */
  next<Name extends EventName>(
    name: Name,
    matches?: (payload: EventPayload<Name>) => boolean,
  ): Promise<EventPayload<Name>>
  /** Joins, and fails the test when that is refused. */
  join(roomId: string, name: string): Promise<Extract<Ack<'room:join'>, { ok: true }>>
  /** Returns when everything that the server had sent before has arrived. */
  settle(): Promise<void>
  /** Names of the events since the last call, in order; but for news of people, which come in between. */
  takeNames(): string[]
  close(): void
}

export interface ClientOptions {
  readonly token?: string
  /** Of the server. */
  readonly password?: unknown
  readonly transports?: ('polling' | 'websocket')[]
  readonly headers?: Record<string, string>
}

const clients = new Set<TestClient>()

export function closeClients(): void {
  for (const client of clients) client.close()
}

/** @throws when the server refuses the connection */
export async function connect(origin: string, options: ClientOptions = {}): Promise<TestClient> {
  const client = createClient(origin, options)
  await new Promise<void>((resolve, reject) => {
    client.socket.once('connect', resolve)
    client.socket.once('connect_error', reject)
    // A server that ends after it took the connection and before it let the client in.
    client.socket.once('disconnect', (reason) => reject(new Error(`Not let in: ${reason}`)))
  })
  return client
}

function createClient(origin: string, options: ClientOptions): TestClient {
  const { token, password, transports = ['websocket'], headers } = options
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(origin, {
    forceNew: true,
    reconnection: false,
    transports,
    auth: {
      ...(token === undefined ? {} : { token }),
      ...(password === undefined ? {} : { password }),
    },
    ...(headers === undefined ? {} : { extraHeaders: headers }),
  })
  const received: ReceivedEvent[] = []
  const untaken: ReceivedEvent[] = []
  const waiters = new Set<() => void>()
  let namesTaken = 0

  socket.onAny((name: string, payload: unknown) => {
    received.push({ name, payload })
    untaken.push({ name, payload })
    for (const wake of [...waiters]) wake()
  })

  function take(name: string, matches: (payload: never) => boolean): ReceivedEvent | null {
    const index = untaken.findIndex(
      (event) => event.name === name && matches(event.payload as never),
    )
    return index < 0 ? null : (untaken.splice(index, 1)[0] ?? null)
  }

  const emit = (name: string, ...args: unknown[]): void => {
    ;(socket as unknown as Socket).emit(name, ...args)
  }

  const client: TestClient = {
    socket,
    received,
    emit,
    call: (name, input) => {
      const emitter = (socket as unknown as Socket).timeout(PATIENCE_MS)
      return input === undefined
        ? emitter.emitWithAck(name)
        : (emitter.emitWithAck(name, input) as Promise<never>)
    },
    next: (name, matches = () => true) =>
      new Promise((resolve, reject) => {
        const wake = (): void => {
          const event = take(name, matches)
          if (!event) return
          clearTimeout(timer)
          waiters.delete(wake)
          resolve(event.payload as never)
        }
        const timer = setTimeout(() => {
          waiters.delete(wake)
          const names = received.map((event) => event.name).join(', ')
          reject(new Error(`No ${name} came; received: ${names}`))
        }, PATIENCE_MS)
        waiters.add(wake)
        wake()
      }),
    async join(roomId, name) {
      const reply = await client.call('room:join', { roomId, user: { name } } as never)
      if (!reply.ok) throw new Error(`${name} could not join: ${reply.error.message}`)
      return reply
    },
    async settle() {
      // Any answer will do: events and answers to one connection keep their order.
      await client.call('chat:history', { roomId: 'general' } as never)
    },
    takeNames() {
      const names = received.slice(namesTaken).map((event) => event.name)
      namesTaken = received.length
      return names.filter((name) => name !== 'people:changed')
    },
    close() {
      socket.disconnect()
      clients.delete(client)
    },
  }
  clients.add(client)
  return client
}
