import type { CallId, MessageId, RoomId, SessionToken } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { IpcEventPayload, IpcReply } from '#shared/ipc/contract.ts'
import type { Download, DownloadWish } from '#shared/ipc/downloads.ts'
import type { HostJob, HostJobOutcome, HostStatus } from '#shared/ipc/host.ts'
import type { KeysHeard, KeysStatus, KeysWish } from '#shared/ipc/keys.ts'
import type { Captured } from '#shared/ipc/media-access.ts'
import type { NotificationContent, NotificationPermission } from '#shared/ipc/notifications.ts'
import type {
  IncomingCall,
  RingAnswer,
  RingCommand,
  RingLayer,
  ShownCall,
} from '#shared/ipc/ringing.ts'
import type { ScreenChoice } from '#shared/ipc/screens.ts'
import type { Settings, SettingsPatch } from '#shared/ipc/settings.ts'
import type { Result } from '#shared/lib/result.ts'
import type { Undo } from '#shared/lib/scope.ts'
import type { KeptEmojiHabits, KeptMessage, KeptSilence, KeptVoice } from './kept.ts'
import type { KeptHistories } from './kept-histories.ts'

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
  /** Asks where to first, so the answer may take as long as somebody thinks. */
  backUp(): Answer<HostJobOutcome>
  restore(): Answer<HostJobOutcome>
  onJob(listener: (job: HostJob) => void): Undo
}

/** Keys that are heard while another program has the focus. Exist on the desktop only. */
interface KeyControl {
  status(): Answer<KeysStatus>
  use(wish: KeysWish): Answer<KeysStatus>
  retry(): Answer<KeysStatus>
  /** @returns whether the system has such a place */
  openSettings(): Answer<boolean>
  onStatus(listener: (status: KeysStatus) => void): Undo
  onHeard(listener: (heard: KeysHeard) => void): Undo
}

/** Saving files of a server. A browser tab does that by itself, and tells nothing of it. */
interface DownloadControl {
  /** Asks where to, where people choose. @returns whether somebody did */
  save(wish: DownloadWish): Answer<boolean>
  cancel(id: string): Answer<null>
  showInFolder(id: string): Answer<null>
  onChanged(listener: (download: Download) => void): Undo
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
  /** Tells when this device is left alone, and when somebody is back. At the start somebody is here. */
  onIdle(listener: (isIdle: boolean) => void): Undo
  onCommand(listener: (command: AppCommand) => void): Undo
  readonly notifications: Notifications
  readonly ringing: Ringing
  /** The system's switches for what is captured; null in a browser tab, which has some of its own. */
  readonly mediaAccess: {
    /** @returns whether the system has such a place */
    openSettings(what: Captured): Answer<boolean>
  } | null
  /** What of the screen is shown to others; null in a browser tab, which asks by itself. */
  readonly screens: {
    list(): Answer<ScreenChoice>
    /** The capture that follows at once is of this one. */
    choose(id: string): Answer<null>
  } | null
  readonly keys: KeyControl | null
  /** Shows how much waits beside the app's icon, where the system can; 0 takes it away. */
  setBadge(count: number): void
  /** A link to a message that this page was opened with. Empties itself. */
  takeLink(): string | null
  openLink(url: string): Answer<null>
  readonly downloads: DownloadControl
  /** Hands a file to the downloads. Done when the next one can follow. */
  saveFile(name: string, content: Blob): Promise<void>
  /** @returns whether it was copied */
  copyText(text: string): Promise<boolean>
}

/** Calls somebody who looks elsewhere. */
interface Notifications {
  permission(): NotificationPermission
  /** Asks the person, where that is needed. */
  request(): Promise<NotificationPermission>
  /** One with the same tag takes the place of the one before. */
  show(notification: NotificationContent): void
  onClick(listener: (tag: string) => void): Undo
}

/**
 * Makes calls known to somebody who looks elsewhere. In the app this goes on while the window is hidden,
 * loads again or crashed; in a browser tab it is as much as a tab can do.
 */
export interface Ringing {
  /** Rings for this call, or ends the ringing. Asked again after a reload of the page. */
  ring(incoming: IncomingCall | null): Answer<null>
  /** What tray and taskbar show while one calls or talks; null when there is no call. */
  show(call: ShownCall | null): Answer<null>
  /** Accept, decline, decline with words: from the call window, the notification, the tray or a shortcut. */
  onAnswer(listener: (answer: RingAnswer) => void): Undo
  /** What was chosen in the tray during a call. */
  onCommand(listener: (command: RingCommand) => void): Undo
  /** Rings for a few seconds and says, layer by layer, what worked and what refused, in words. */
  test(): Answer<readonly RingLayer[]>
}

/** Small things that are nice to find again and no loss when they are gone. */
export interface LocalMemory extends KeptHistories {
  lastRoom(origin: ServerOrigin): RoomId | null
  rememberRoom(origin: ServerOrigin, room: RoomId): void
  /** The direct conversation that was open last; null when a room was. */
  lastDirect(origin: ServerOrigin): RoomId | null
  rememberDirect(origin: ServerOrigin, conversation: RoomId | null): void
  /** The room whose voice this page was in, and when that was last so; a tab knows only of itself. */
  lastVoice(origin: ServerOrigin): KeptVoice | null
  rememberVoice(origin: ServerOrigin, voice: KeptVoice | null): void
  /** The call that this page is in; a tab knows only of itself. */
  lastCall(origin: ServerOrigin): CallId | null
  rememberCall(origin: ServerOrigin, call: CallId | null): void
  /** Where that call is; null when this page is in none. */
  serverOfCall(): ServerOrigin | null
  /** The call that this page has put on hold; a tab knows only of itself. */
  heldCall(): CallId | null
  rememberHeldCall(call: CallId | null): void
  /** How silent somebody wants it on this page; a tab knows only of itself. */
  silence(): KeptSilence | null
  rememberSilence(silence: KeptSilence): void
  /** Voice messages that were listened to, the newest last, with the second at which each goes on. */
  listened(): readonly (readonly [MessageId, number])[]
  rememberListened(listened: readonly (readonly [MessageId, number])[]): void
  /** The name that the kept token stands for: a token speaks for one name only. */
  nameAt(origin: ServerOrigin): string | null
  rememberName(origin: ServerOrigin, name: string): void
  /** Unsent texts by conversation. */
  drafts(): Readonly<Record<string, string>>
  rememberDrafts(drafts: Readonly<Record<string, string>>): void
  /** Messages that were written and not sent, oldest first, by server and person. */
  outbox(key: string): readonly KeptMessage[]
  /** Who has something to send on this server, as keys of `outbox`. */
  outboxesAt(origin: ServerOrigin): readonly string[]
  rememberOutbox(key: string, messages: readonly KeptMessage[]): void
  /** Whether somebody on this device does not want to be asked about notifications. */
  hasDeclinedNotifications(): boolean
  declineNotifications(): void
  /** Null before the first emoji was chosen. */
  emojiHabits(): KeptEmojiHabits | null
  rememberEmojiHabits(habits: {
    readonly skinTone: KeptEmojiHabits['skinTone']
    readonly recent: readonly string[]
  }): void
}
