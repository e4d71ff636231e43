import type { ArchiveStore } from './archive-store.ts'
import type { CallDevices } from './call-devices.ts'
import type { CallStore } from './call-store.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { Instances } from './instances.ts'
import type { Limits } from './limits.ts'
import type { MediaStore } from './media-store.ts'
import type { MessageStore } from './message-store.ts'
import type { ModerationStore } from './moderation-store.ts'
import type { NameStore } from './name-store.ts'
import type { PeopleStore } from './people-store.ts'
import type { PresenceStore } from './presence-store.ts'
import type { RetentionStore } from './retention-store.ts'
import type { RoomStore } from './room-store.ts'
import type { SearchStore } from './search-store.ts'
import type { SlowMode } from './slow-mode.ts'
import type { VoiceHomes } from './voice-homes.ts'
import type { VoiceLink } from './voice-link.ts'

/** What outlives the server. */
export interface DurableStores {
  readonly archive: ArchiveStore
  readonly messages: MessageStore
  readonly conversations: ConversationStore
  readonly media: MediaStore
  readonly people: PeopleStore
  readonly moderation: ModerationStore
  readonly names: NameStore
  readonly rooms: RoomStore
  readonly calls: CallStore
  readonly search: SearchStore
  readonly retention: RetentionStore
  /** What the host should know about opening them, as sentences. */
  readonly notices: readonly string[]
  /** @returns whether they take a write now */
  isHealthy(): Promise<boolean>
  close(): Promise<void>
}

/** What is true while somebody is there to say it again. */
export interface EphemeralStores {
  readonly presence: PresenceStore
  readonly instances: Instances
  readonly slowMode: SlowMode
  readonly limits: Limits
  readonly voiceHomes: VoiceHomes
  readonly voiceLink: VoiceLink
  readonly callDevices: CallDevices
}
