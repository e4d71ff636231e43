import type { RoomId, SessionToken } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { Scope } from '#shared/lib/scope.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import type { ServerConnection } from '../client/server-connection.ts'
import type { SendFile } from '../client/file-to-send.ts'
import type { WakeSignals } from '../client/wake-signals.ts'
import type { OpenWire } from '../client/wire.ts'
import type { CallPictures } from '../media/call-pictures.ts'
import type { LookAtPicture } from '../media/look-at-picture.ts'
import type { NoteRecorder } from '../media/note-recorder.ts'
import type { SoundPlayer } from '../media/sound-player.ts'
import type { VoiceMedia } from '../media/voice-media.ts'
import type { KeptMedia } from '../platform/kept-media.ts'
import type { Platform } from '../platform/platform.ts'
import type { LinkedServer } from '../state/link.ts'
import type { AppStore } from '../state/store.ts'

/** What every verb needs; made once, where the app is put together. */
export interface ActionContext {
  readonly store: AppStore
  readonly platform: Platform
  readonly openWire: OpenWire
  readonly wakeSignals: WakeSignals
  readonly fetch: typeof fetch
  /** Plays recordings, one at a time. */
  readonly player: SoundPlayer
  /** The sound of voice: the microphone, the connection, what is heard. */
  readonly voice: VoiceMedia
  /** The pictures of a call: camera and screen. */
  readonly pictures: CallPictures
  /** Null where the browser cannot record. */
  readonly createNoteRecorder: (() => NoteRecorder) | null
  /** Brings a file to a server. */
  readonly sendFile: SendFile
  readonly lookAtPicture: LookAtPicture
  /** Voice messages and files that are not sent. */
  readonly keptMedia: KeptMedia
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: () => number
  /** A new random UUID. */
  readonly newUuid: () => string
  /** The server that the window is on. One at a time; only `session.ts` replaces it. */
  readonly current: { session: Session | null }
}

/** One stay on one server: its connection and what belongs to it. */
export interface Session {
  readonly server: LinkedServer
  readonly name: PersonName
  readonly connection: ServerConnection
  readonly scope: Scope
  token: SessionToken | null
  /** What this person typed to get in; kept for coming back, and nowhere else. */
  readonly passwords: { server: string | null; name: string | null }
  /** The room that the server has us in now; null while a (re)join is under way. */
  room: RoomId | null
  /** Everything that this person may read arrives, and can be answered. */
  isFollowing: boolean
  /** Messages that were told before the server had said what there is. */
  readonly early: StoredMessageWire[]
  /** Rooms being entered, in the order asked for: an empty history belongs to the first. */
  readonly entering: RoomId[]
}
