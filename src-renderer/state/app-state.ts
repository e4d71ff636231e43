import type { RoomId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { IpcReply } from '#shared/ipc/contract.ts'
import type { HostStatus } from '#shared/ipc/host.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/ipc/settings.ts'
import type { PersonWire, RoomWire } from '#shared/protocol/wire.ts'
import type { Conversation } from './conversation.ts'
import type { KnownServer } from './directory.ts'
import type { Deleting, Editing } from './editing.ts'
import { NO_EMOJI_HABITS, type EmojiHabits } from './emoji-habits.ts'
import { IDLE_JOIN_FORM, type JoinForm } from './join-form.ts'
import { NO_LINK, type Link } from './link.ts'
import type { Notice } from './notices.ts'
import type { Typist } from './typing.ts'
import { CLOSED_VIEW, type View } from './view.ts'

type AppInfo = IpcReply<'app:info'>

/** Everything that is known. Features read it through selectors; actions alone write it. */
export interface AppState {
  readonly view: View
  readonly settings: Settings
  readonly link: Link
  readonly me: PersonWire | null
  /** Null until the server told. */
  readonly rooms: readonly RoomWire[] | null
  readonly openRoom: RoomId | null
  /** Who is in the open room; null until the server told. */
  readonly people: readonly PersonWire[] | null
  readonly conversations: ReadonlyMap<RoomId, Conversation>
  /** Whether the person looks at the open room: the window has the focus and shows its end. */
  readonly attention: Attention
  readonly editing: Editing | null
  readonly deleting: Deleting | null
  /** Who else is typing in the open room. */
  readonly typists: readonly Typist[]
  readonly emojiHabits: EmojiHabits
  /** Unsent texts by conversation, see `draftKey`. */
  readonly drafts: Readonly<Record<string, string>>
  /** What asking around found out about servers, by origin. */
  readonly directory: ReadonlyMap<ServerOrigin, KnownServer>
  /** The one server that this page belongs to, or null where people choose between servers. */
  readonly homeServer: ServerOrigin | null
  readonly joinForm: JoinForm
  /** Null where this app cannot host, as in a browser tab. */
  readonly host: HostStatus | null
  /** Versions of the desktop app; null in a browser tab, or until it told. */
  readonly appInfo: AppInfo | null
  readonly notices: readonly Notice[]
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
  openRoom: null,
  people: null,
  conversations: new Map(),
  attention: { isFocused: true, isAtEnd: true },
  editing: null,
  deleting: null,
  typists: [],
  emojiHabits: NO_EMOJI_HABITS,
  drafts: {},
  directory: new Map(),
  homeServer: null,
  joinForm: IDLE_JOIN_FORM,
  host: null,
  appInfo: null,
  notices: [],
  now: 0,
}
