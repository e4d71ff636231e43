import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { Instances } from '../ports/instances.ts'
import type { Log } from '../ports/log.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { VoiceEngine } from '../ports/voice-engine.ts'
import type { VoiceHomes } from '../ports/voice-homes.ts'
import type { VoiceAnswer, VoiceLink } from '../ports/voice-link.ts'
import type { VoiceRelay } from '../ports/relay.ts'
import type { Access } from './access.ts'
import type { Audit } from './audit.ts'
import type { KnownRooms } from './known-rooms.ts'
import type { Outcome } from './outcome.ts'
import { createRepeat } from './repeat.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'
import { createVoiceEntry } from './voice-entry.ts'
import { createVoiceHome } from './voice-home.ts'
import { createVoiceModeration } from './voice-moderation.ts'
import { createVoiceStays } from './voice-stays.ts'

/** Three beats fit into the time after which a room is taken for free. */
const BEAT_EVERY_MS = 2_000

/** What may be waited for when the server ends. */
const CLOSE_WITHIN_MS = 1_000

export type LiveVoice = ReturnType<typeof createLiveVoice>

/** People who speak with each other in rooms, as it happens; recordings are messages. */
export function createLiveVoice(deps: {
  readonly homes: VoiceHomes
  readonly link: VoiceLink
  readonly instances: Instances
  readonly access: Access
  readonly rules: Rules
  readonly rooms: KnownRooms
  readonly people: PeopleStore
  readonly audit: Audit
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
  readonly newStayId: () => VoiceStayId
  readonly calls: Pick<CallStore, 'peopleLetInto'>
  /** Somebody has left a group call by themselves. */
  readonly leftGroup: (personId: PersonId, groupId: RoomId) => Promise<void>
}) {
  const { homes, link, access, clock, log } = deps
  const entry = createVoiceEntry(deps)
  const home = createVoiceHome({ ...deps, entry })
  const stays = createVoiceStays({ ...deps, entry })
  let isClosed = false

  link.serve(async (question, from): Promise<VoiceAnswer> => {
    try {
      if (question.kind !== 'ended') return await home.answer(question, from)
      stays.handleEnded(question)
      return { kind: 'done' }
    } catch (error) {
      if (!(error instanceof Unavailable)) log.error({ err: error }, 'voice failed by a fault')
      return { kind: 'unavailable' }
    }
  })

  const beats = createRepeat(clock, BEAT_EVERY_MS, async () => {
    await Promise.allSettled([home.beat(), stays.beat()])
  })

  return {
    join: stays.join,
    answer: stays.answer,
    setState: stays.setState,
    record: stays.record,
    leave: stays.leave,
    disconnect: stays.disconnect,
    moderate: createVoiceModeration(deps),

    async list(
      session: Session,
    ): Promise<Outcome<ReplyValue<'voice:list'>, 'unauthorized' | 'unavailable'>> {
      const person = await access.identified(session)
      if (!person.ok) return person
      const listed = await Promise.all(
        [...(await homes.list())].map(async ([roomId, people]) =>
          (await access.mayRead(person.value, roomId)) ? [{ roomId, people: [...people] }] : [],
        ),
      )
      return succeed({ rooms: listed.flat() })
    },

    /** From now on somebody can join. */
    start(engine: VoiceEngine, relay: VoiceRelay | null = null): void {
      if (isClosed) void engine.end()
      else home.attach(engine, relay)
    },

    /** Whether somebody could join here. */
    isOn: home.isOn,

    /** Looks after what other instances do, whether or not there is sound here. */
    watch: beats.startLater,

    async close(): Promise<void> {
      isClosed = true
      beats.stop()
      await Promise.race([
        home.close().catch((error: unknown) => {
          log.warn({ reason: String(error) }, 'could not end voice in order')
        }),
        new Promise<void>((resolve) => clock.after(CLOSE_WITHIN_MS, resolve)),
      ])
    },
  }
}
