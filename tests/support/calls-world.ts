import { randomUUID } from 'node:crypto'
import { DEFAULT_CALL_TIMES, type EndedCall } from '#shared/domain/call.ts'
import type { CallId, ClientId, PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Availability, Person } from '#shared/domain/people.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { ParsedInput } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../../src-server/ports/broadcaster.ts'
import type { VoicePerson } from '../../src-server/ports/voice-homes.ts'
import { Unavailable } from '../../src-server/ports/unavailable.ts'
import { personOf } from '../../src-server/services/access.ts'
import { createCalls, type Calls } from '../../src-server/services/calls.ts'
import { createSession, type Session } from '../../src-server/services/session.ts'
import { createMemoryInstances } from '../../src-server/store/memory/instances.ts'
import { createFakeCallDevices, createFakeCallStore } from './fake-call-store.ts'

const NOW = 1_700_000_000_000

interface Timer {
  readonly at: number
  readonly run: () => void
  isOff: boolean
}

/** Somebody's device, connected to one of the instances. */
export interface Device {
  readonly session: Session
  readonly person: Person
  readonly instance: Instance
  /** Everything that it was told. */
  readonly heard: { readonly name: string; readonly payload: unknown }[]
  /** Of each call the newest of what it was told. */
  readonly seen: Map<CallId, CallWire>
}

export interface Instance {
  readonly calls: Calls
  isDead: boolean
}

export type CallsWorld = ReturnType<typeof createCallsWorld>

/**
 * Everything around the service of calls: one store, any number of instances, people with devices, and
 * time that passes when it is told to.
 */
export function createCallsWorld() {
  const store = createFakeCallStore()
  const people = new Map<PersonId, { person: Person; availability: Availability }>()
  const devices = new Set<Device>()
  const entries: EndedCall[] = []
  /** Of whom somebody does not want to be rung. */
  const quietCallers = new Map<PersonId, readonly PersonId[]>()
  const timers = new Set<Timer>()
  const faults = { entries: false, voice: false }
  /** Who sits in which group call. */
  const places = new Map<RoomId, VoicePerson[]>()
  let time = 0

  const leases = createFakeCallDevices(() => time)
  const clock = { now: () => NOW + time, monotonic: () => time }

  const isHere = (device: Device): boolean => !device.session.isGone && !device.instance.isDead

  function tell(to: (device: Device) => boolean, name: string, payload: unknown): void {
    for (const device of devices) {
      if (!isHere(device) || !to(device)) continue
      device.heard.push({ name, payload })
      if (name === 'call:changed') see(device, payload as CallWire)
    }
  }

  function see(device: Device, call: CallWire): void {
    const known = device.seen.get(call.id)
    if (!known || known.revision < call.revision) device.seen.set(call.id, call)
  }

  const broadcaster = {
    toPerson: (id: PersonId, name: string, payload: unknown, audience?: { except?: SessionId }) =>
      tell(
        ({ person, session }) => person.id === id && session.id !== audience?.except,
        name,
        payload,
      ),
    toDevice: (id: SessionId, name: string, payload: unknown) =>
      tell(({ session }) => session.id === id, name, payload),
    toSession: (id: SessionId, name: string, payload: unknown) =>
      tell(({ session }) => session.id === id, name, payload),
  } as unknown as Broadcaster

  function startInstance(): Instance {
    const after = (ms: number, run: () => void) => {
      const timer = { at: time + ms, run: () => instance.isDead || run(), isOff: false }
      timers.add(timer)
      return () => void (timer.isOff = true)
    }
    const calls = createCalls({
      ...{ store, devices: leases, instances: createMemoryInstances(), broadcaster },
      access: { identified: async (session: Session) => personOf(session) } as never,
      rules: { refuseSpeech: async () => null } as never,
      directory: { find: async (id: PersonId) => people.get(id)?.person ?? null } as never,
      people: { find: async (id: PersonId) => people.get(id) ?? null } as never,
      presence: {
        async find(id: PersonId) {
          const here = [...devices].filter((one) => isHere(one) && one.person.id === id)
          return here.length > 0 ? { sessions: here.length, isActive: true } : null
        },
      } as never,
      conversations: {
        quietCallersOf: async (id: PersonId) => quietCallers.get(id) ?? [],
      } as never,
      clock: { ...clock, after },
      log: { info() {}, warn() {}, error: (_, text) => void errors.push(text) },
      times: DEFAULT_CALL_TIMES,
      iceServers: { for: () => [] },
      async writeEntry(call) {
        if (faults.entries) throw new Unavailable('The disk is full')
        if (!entries.some(({ entryKey }) => entryKey === call.entryKey)) entries.push(call)
      },
      newCallId: () => randomUUID() as string as CallId,
      newEntryKey: () => randomUUID() as string as ClientId,
      homes: { list: async () => places },
      hasVoice: () => !faults.voice,
    })
    const instance: Instance = { calls, isDead: false }
    calls.start()
    return instance
  }

  const errors: string[] = []

  return {
    store,
    leases,
    entries,
    quietCallers,
    errors,
    faults,
    devices,
    startInstance,
    isHere,
    /** The person comes into the voice of the group call. */
    sit({ id, name }: Person, groupId: RoomId): void {
      places.set(groupId, [...(places.get(groupId) ?? []), { id, name } as unknown as VoicePerson])
    },
    /** The person is not there any more, for whatever reason. */
    rise({ id }: Person, groupId: RoomId): void {
      const others = (places.get(groupId) ?? []).filter((one) => one.id !== id)
      if (others.length > 0) places.set(groupId, others)
      else places.delete(groupId)
    },
    now: () => NOW + time,

    somebody(name: string, availability: Availability = 'online'): Person {
      const person = { id: randomUUID() as string as PersonId, name: name as PersonName }
      people.set(person.id, { person, availability })
      return person
    },

    /** Somebody whom the test has made. */
    introduce(person: Person, availability: Availability = 'online'): void {
      people.set(person.id, { person, availability })
    },

    /** A device connects, and is told which call its person has. */
    async connect(person: Person, instance: Instance): Promise<Device> {
      const id = randomUUID() as string as SessionId
      const session = createSession({ id, address: '' }, { person, token: '' as never })
      session.hasName = true
      const device: Device = { session, person, instance, heard: [], seen: new Map() }
      devices.add(device)
      const call = await instance.calls.arrived(session, person, true)
      if (call) see(device, call)
      return device
    },

    /** Its connection is lost, and the instance notices. */
    async lose(device: Device): Promise<void> {
      device.session.isGone = true
      await device.instance.calls.disconnect(device.session)
    },

    /** The instance ends without a word, and all connections to it. */
    kill(instance: Instance): void {
      instance.isDead = true
      for (const device of devices) if (device.instance === instance) device.session.isGone = true
    },

    /** Lets time pass, and everything that was due come to its end. */
    async pass(ms: number): Promise<void> {
      const end = time + ms
      for (;;) {
        await settle()
        const due = [...timers].filter(({ at, isOff }) => !isOff && at <= end)
        const [next] = due.toSorted((one, other) => one.at - other.at)
        if (!next) break
        timers.delete(next)
        time = Math.max(time, next.at)
        next.run()
      }
      time = end
    },
  }
}

/** Lets everything that waits for nothing but its turn have it. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What a device does, with what it leaves out added. */
export const does = {
  request: ({ instance, session }: Device, to: Person) =>
    instance.calls.request(session, { to: to.id, tellsMedia: true, joinsGroups: true }),
  accept: ({ instance, session }: Device, to: Person) =>
    instance.calls.accept(session, { to: to.id, tellsMedia: true, joinsGroups: true }),
  invite: ({ instance, session }: Device, to: Person, groupId: RoomId) =>
    instance.calls.invite(session, { to: to.id, groupId }),
  ways: ({ instance, session }: Device, to: Person) => instance.calls.ways(session, { to: to.id }),
  reject: ({ instance, session }: Device, to: Person) =>
    instance.calls.reject(session, { to: to.id }),
  giveUp: ({ instance, session }: Device, to: Person) =>
    instance.calls.giveUp(session, { to: to.id }),
  connected: ({ instance, session }: Device, to: Person) =>
    instance.calls.connected(session, { to: to.id }),
  end: ({ instance, session }: Device, to: Person, more: Partial<ParsedInput<'call:end'>> = {}) =>
    instance.calls.end(session, { to: to.id, hasFailed: false, ...more }),
  resume: ({ instance, session }: Device, callId: CallId) =>
    instance.calls.resume(session, { callId, tellsMedia: true, joinsGroups: true }),
}
