import type { RoomId, SessionToken } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { IpcEventPayload, IpcReply } from '#shared/ipc/contract.ts'
import type { HostStatus } from '#shared/ipc/host.ts'
import type { Settings, SettingsPatch } from '#shared/ipc/settings.ts'
import type { Result } from '#shared/lib/result.ts'
import type { Undo } from '#shared/lib/scope.ts'
import type { KeptEmojiHabits, KeptMessage } from './kept.ts'

type AppCommand = IpcEventPayload<'app:command'>
type AppInfo = IpcReply<'app:info'>

/** The outcome of asking the surroundings for something; a failure is one sentence for a person. */
export type Answer<Value> = Promise<Result<Value, string>>

/** The server inside the app. Exists on the desktop only. */
interface HostControl {
  status(): Answer<HostStatus>
  start(name: string): Answer<HostStatus>
  stop(): Answer<HostStatus>
  onStatus(listener: (status: HostStatus) => void): Undo
}

/**
 * What the page's surroundings can do. One build runs in two places: in the desktop app, which can
 * host and keeps secrets in the system's key store, and in a browser tab that a server handed out.
 */
export interface Platform {
  /** The one server that this page belongs to, or null where people choose between servers. */
  readonly homeServer: ServerOrigin | null
  readonly settings: {
    get(): Answer<Settings>
    /** Changes what the patch names and returns everything. */
    update(patch: SettingsPatch): Answer<Settings>
  }
  readonly credentials: {
    get(origin: ServerOrigin): Answer<SessionToken | null>
    set(origin: ServerOrigin, token: SessionToken | null): Answer<null>
  }
  readonly memory: LocalMemory
  readonly host: HostControl | null
  /** Versions of the app, or null in a browser tab, which has its own. */
  readonly appInfo: (() => Answer<AppInfo>) | null
  /** Opens the folder with the log files, where there is one. */
  readonly showLogs: (() => Answer<null>) | null
  /** What happened before anybody could listen, as sentences. Empties the list. */
  takeNotices(): Answer<readonly string[]>
  onNotice(listener: (sentence: string) => void): Undo
  onCommand(listener: (command: AppCommand) => void): Undo
  openLink(url: string): Answer<null>
  /** @returns whether it was copied */
  copyText(text: string): Promise<boolean>
}

/** Small things that are nice to find again and no loss when they are gone. */
export interface LocalMemory {
  lastRoom(origin: ServerOrigin): RoomId | null
  rememberRoom(origin: ServerOrigin, room: RoomId): void
  /** The name that the kept token stands for: a token speaks for one name only. */
  nameAt(origin: ServerOrigin): string | null
  rememberName(origin: ServerOrigin, name: string): void
  /** Unsent texts by conversation. */
  drafts(): Readonly<Record<string, string>>
  rememberDrafts(drafts: Readonly<Record<string, string>>): void
  /** Messages that were written and not sent, oldest first, by server and person. */
  outbox(key: string): readonly KeptMessage[]
  rememberOutbox(key: string, messages: readonly KeptMessage[]): void
  /** Null before the first emoji was chosen. */
  emojiHabits(): KeptEmojiHabits | null
  rememberEmojiHabits(habits: {
    readonly skinTone: KeptEmojiHabits['skinTone']
    readonly recent: readonly string[]
  }): void
}
