import { vi } from 'vitest'
import { personIdSchema } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Result } from '#shared/lib/result.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import { requests } from '#shared/protocol/requests.ts'
import { selectCallRole } from '../../../src-renderer/state/call-selectors.ts'
import type { Session } from '../../../src-server/services/session.ts'
import type { createCallsWorld, Device, Instance } from '../calls-world.ts'
import type { Random } from '../random.ts'
import { createChatServer } from './chat-server.ts'
import { createApp, ORIGIN } from './create-app.ts'
import { own, type ANNA } from './fixtures.ts'

/** An answer takes another way through a server than news do, so the two overtake each other. */
const LATE_MS = 400

/** How far the clocks go on at a time, in milliseconds. */
export const TICK_MS = 100

/** Nothing comes over a line for so long before its browser says so; milliseconds. */
const BROKEN_AFTER_MS = 1_500

const VERBS = ['request', 'accept', 'reject', 'end', 'connected', 'resume'] as const
type Verb = (session: Session, input: unknown) => Promise<Result<object, object>>

type App = Awaited<ReturnType<typeof createApp>>
type World = ReturnType<typeof createCallsWorld>

/** One of two people, at a real client that talks with the real service of calls over a bad line. */
export interface TalkingApp {
  readonly name: string
  app(): App
  /** What this device shows of a call that it is in; null for none. */
  talksIn(): CallWire['id'] | null
  isOnline(): boolean
  /** When its line to the server, or its power, was last gone; milliseconds. */
  goneAt(): number
  cut(): Promise<void>
  restore(): void
  /** Power is gone; another start finds what the disk has. */
  crash(): Promise<void>
  start(): Promise<void>
  readonly isRunning: boolean
  /** Brings what was told since, and what the line of the call does. */
  tick(other: TalkingApp): void
}

export async function createTalkingApp(options: {
  readonly world: World
  readonly instance: Instance
  readonly profile: typeof ANNA
  readonly random: Random
}): Promise<TalkingApp> {
  const { world, instance, profile, random } = options
  const person: Person = { id: personIdSchema.parse(profile.id), name: profile.name as never }
  world.introduce(person)
  const disk = new Map<string, string>()
  let app: App | null = null
  let server = createChatServer()
  let device: Device | null = null
  let told = 0
  let arrivesAt = 0
  let quietMs = 0
  let goneAt = Date.now()

  const late = (): number => random.below(LATE_MS)

  async function drop(): Promise<void> {
    const lost = device
    device = null
    if (!lost) return
    goneAt = Date.now()
    await world.lose(lost)
  }

  async function answer(verb: (typeof VERBS)[number], input: unknown): Promise<unknown> {
    const here = device
    if (!here) throw new Error('The line is gone')
    const parsed = requests[`call:${verb}`].input.parse(input)
    const outcome = await (instance.calls[verb] as Verb)(here.session, parsed)
    await new Promise((resolve) => setTimeout(resolve, late()))
    if (device !== here) throw new Error('The line is gone')
    return outcome.ok ? { ok: true, ...outcome.value } : outcome
  }

  async function start(): Promise<void> {
    server = createChatServer()
    const chat = server
    const join = chat.answerOf('room:join')
    chat.answer('room:join', async (input) => {
      await drop()
      device = await world.connect(person, instance)
      told = 0
      const call = await instance.calls.arrived(device.session, person, false)
      return { ...(join(input) as object), you: own(profile), call }
    })
    for (const verb of VERBS) chat.answer(`call:${verb}`, (input) => answer(verb, input))
    for (const name of ['webrtc:offer', 'webrtc:answer', 'webrtc:ice', 'call:state']) {
      chat.answer(name, () => ({ ok: true }))
    }
    chat.answer('call:ways', () => ({ ok: true, iceServers: [], relay: null }))
    app = await createApp(chat, (platform) => platform, disk)
    if (app.state().link.phase !== 'online') {
      void app.actions.joinKnownServer(profile.name, ORIGIN)
    }
  }

  const talksIn = (): CallWire['id'] | null => {
    const state = app?.state()
    return state && selectCallRole(state) === 'talking' ? (state.calls.call?.id ?? null) : null
  }

  function deliver(): void {
    const here = device
    if (!here) return
    for (const { name, payload } of here.heard.slice(told)) {
      // In the order in which it was told, and no sooner than what came before it.
      arrivesAt = Math.max(arrivesAt, Date.now() + late())
      setTimeout(() => {
        if (device === here) server.tell(name, payload)
      }, arrivesAt - Date.now())
    }
    told = here.heard.length
  }

  function flow(other: TalkingApp): void {
    const line = app?.voice.line()
    const call = talksIn()
    if (!line || call === null || line.told.at(-1) === 'close') return
    if (other.talksIn() === call) {
      quietMs = 0
      line.setArrivals(Date.now())
      if (!line.isAlive()) line.become('connected')
      return
    }
    quietMs += TICK_MS
    if (line.isAlive() && quietMs > BROKEN_AFTER_MS) line.become('broken')
  }

  await start()
  return {
    name: profile.name,
    app() {
      if (!app) throw new Error('The app does not run')
      return app
    },
    talksIn,
    goneAt: () => goneAt,
    isOnline: () => app?.state().link.phase === 'online',
    async cut() {
      server.cut()
      await drop()
    },
    restore: () => server.restore(),
    async crash() {
      server.cut()
      app = null
      await drop()
    },
    start,
    get isRunning() {
      return app !== null
    },
    tick(other) {
      deliver()
      flow(other)
    },
  }
}

/** Both clocks go on together: that of the clients, and that of the world around the service. */
export async function passTogether(world: World, apps: readonly TalkingApp[]): Promise<void> {
  await vi.advanceTimersByTimeAsync(TICK_MS)
  await world.pass(TICK_MS)
  const [one, other] = apps
  if (!one || !other) return
  one.tick(other)
  other.tick(one)
}
