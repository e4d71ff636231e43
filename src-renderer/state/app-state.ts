import type { AudioDevice } from '#shared/domain/audio.ts'
import type { ClientId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { IpcReply } from '#shared/ipc/contract.ts'
import type { HostJob, HostStatus } from '#shared/ipc/host.ts'
import type { NotificationPermission } from '#shared/ipc/notifications.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/ipc/settings.ts'
import type { OwnProfileWire, PersonWire, ProfileWire, RoomWire } from '#shared/protocol/wire.ts'
import type { Attaching } from './attaching.ts'
import type { AskingPassword } from './asking-password.ts'
import { NO_CALL, type CallsOfApp } from './calls.ts'
import type { Conversation } from './conversation.ts'
import type { KnownServer } from './directory.ts'
import type { Blocking } from './blocking.ts'
import type { Deleting, Editing } from './editing.ts'
import type { Forwarding } from './forwarding.ts'
import type { GlobalKeysOfApp } from './global-keys.ts'
import type { JumpTarget } from './jump.ts'
import { NO_EMOJI_HABITS, type EmojiHabits } from './emoji-habits.ts'
import { IDLE_JOIN_FORM, type JoinForm } from './join-form.ts'
import { NO_LINK, type Link } from './link.ts'
import type { ManagingRoom } from './managing-room.ts'
import type { MediaList } from './media-list.ts'
import type { Moderating } from './moderating.ts'
import type { VoiceNotes } from './note.ts'
import type { Notice } from './notices.ts'
import type { Pins } from './pins.ts'
import type { Listened } from './listened.ts'
import type { Listening, Playback } from './playback.ts'
import type { Receipts } from './receipts.ts'
import { NOT_RECORDING, type Recording } from './recording.ts'
import type { Search } from './search.ts'
import type { Summary } from './summaries.ts'
import type { Typist } from './typing.ts'
import type { Unlocking } from './unlocking.ts'
import { SILENT, type VoiceOfApp } from './voice.ts'
import { CLOSED_VIEW, type View } from './view.ts'

type AppInfo = IpcReply<'app:info'>

/** Everything that is known. Features read it through selectors; actions alone write it. */
export interface AppState {
  readonly view: View
  readonly settings: Settings
  readonly link: Link
  readonly me: OwnProfileWire | null
  /** Those that everybody knows of; null until the server told. */
  readonly rooms: readonly RoomWire[] | null
  /** Those that only their members know of. */
  readonly privateRooms: readonly RoomWire[]
  /** The conversation on the screen, a room or a direct one. */
  readonly openRoom: RoomId | null
  /** The room that we want to be seen in; a direct conversation on the screen does not change it. */
  readonly presentRoom: RoomId | null
  /** Who is in the room that we are in; null until the server told. */
  readonly people: readonly PersonWire[] | null
  /** Everybody on the server that is known, here or not. */
  readonly profiles: ReadonlyMap<PersonId, ProfileWire>
  /** What there is to know about every conversation without reading it. */
  readonly summaries: ReadonlyMap<RoomId, Summary>
  /** What was said, of those that were looked at. */
  readonly conversations: ReadonlyMap<RoomId, Conversation>
  /** How far others have read, of those that were looked at. */
  readonly receipts: ReadonlyMap<RoomId, Receipts>
  readonly pins: ReadonlyMap<RoomId, Pins>
  /** The message that the open conversation is to show; null once it did. */
  readonly jump: JumpTarget | null
  /** Whether the person looks at the open conversation: the window has the focus and shows its end. */
  readonly attention: Attention
  readonly editing: Editing | null
  readonly deleting: Deleting | null
  readonly forwarding: Forwarding | null
  /** Somebody whose direct messages are to be refused, once that was confirmed. */
  readonly blocking: Blocking | null
  /** A room that is being made or changed. */
  readonly managingRoom: ManagingRoom | null
  /** Somebody who is about to be moderated. */
  readonly moderating: Moderating | null
  /** A room that asks for its password. */
  readonly unlocking: Unlocking | null
  /** The search beside the conversation; null while it is closed. */
  readonly search: Search | null
  /** What was sent, beside the conversation; null while it is closed. */
  readonly mediaList: MediaList | null
  /** Files beside the texts that are being written. */
  readonly attaching: Attaching
  /** How far messages with files have come, 0 to 1. */
  readonly uploads: ReadonlyMap<ClientId, number>
  /** Voice messages that are being made. */
  readonly notes: VoiceNotes
  /** Who else is typing in the open conversation. */
  readonly typists: readonly Typist[]
  /** The recording that is listened to; null while nothing is. */
  readonly playback: Playback | null
  /** Whose it is; null for one's own before it is sent. */
  readonly listening: Listening | null
  readonly listened: Listened
  readonly voice: VoiceOfApp
  readonly calls: CallsOfApp
  /** Those that there are; none before somebody looked for them. */
  readonly cameras: readonly AudioDevice[]
  /** Null where nobody hears keys of other programs, as in a browser tab. */
  readonly globalKeys: GlobalKeysOfApp | null
  /** The recording that this device makes of the voice that it is in. */
  readonly recording: Recording
  /** Whether this device can make one. */
  readonly canRecord: boolean
  /** Whether this device can make voice messages. */
  readonly canRecordNotes: boolean
  readonly emojiHabits: EmojiHabits
  /** Unsent texts by conversation, see `draftKey`. */
  readonly drafts: Readonly<Record<string, string>>
  /** What asking around found out about servers, by origin. */
  readonly directory: ReadonlyMap<ServerOrigin, KnownServer>
  /** The one server that this page belongs to, or null where people choose between servers. */
  readonly homeServer: ServerOrigin | null
  readonly joinForm: JoinForm
  /** A password that coming in takes. */
  readonly askingPassword: AskingPassword | null
  /** Null where this app cannot host, as in a browser tab. */
  readonly host: HostStatus | null
  /** A backup of the server inside this app that is being made or put back. */
  readonly hostJob: HostJob | null
  /** Versions of the desktop app; null in a browser tab, or until it told. */
  readonly appInfo: AppInfo | null
  readonly notices: readonly Notice[]
  readonly notificationPermission: NotificationPermission
  /** Something was missed that a notification would have told of: the moment to offer them. */
  readonly isOfferingNotifications: boolean
  /** Milliseconds since 1970; moves only while something on the screen counts time. */
  readonly now: number
}

export interface Attention {
  readonly isFocused: boolean
  readonly isAtEnd: boolean
}

export const initialState: AppState = {
  view: CLOSED_VIEW,
  settings: DEFAULT_SETTINGS,
  link: NO_LINK,
  me: null,
  rooms: null,
  privateRooms: [],
  openRoom: null,
  presentRoom: null,
  people: null,
  profiles: new Map(),
  summaries: new Map(),
  conversations: new Map(),
  receipts: new Map(),
  pins: new Map(),
  jump: null,
  attention: { isFocused: true, isAtEnd: true },
  editing: null,
  deleting: null,
  forwarding: null,
  blocking: null,
  managingRoom: null,
  moderating: null,
  unlocking: null,
  search: null,
  mediaList: null,
  attaching: new Map(),
  uploads: new Map(),
  notes: new Map(),
  typists: [],
  playback: null,
  listening: null,
  listened: new Map(),
  voice: SILENT,
  calls: NO_CALL,
  cameras: [],
  globalKeys: null,
  recording: NOT_RECORDING,
  canRecord: false,
  canRecordNotes: false,
  emojiHabits: NO_EMOJI_HABITS,
  drafts: {},
  directory: new Map(),
  homeServer: null,
  joinForm: IDLE_JOIN_FORM,
  askingPassword: null,
  host: null,
  hostJob: null,
  appInfo: null,
  notices: [],
  notificationPermission: 'unsupported',
  isOfferingNotifications: false,
  now: 0,
}
