import type { SessionId } from '#shared/domain/ids.ts'

/** How long an instance may say nothing about its devices before they count as gone with it. */
export const DEVICES_HELD_FOR_MS = 6_000

/**
 * Which devices that are in a call are connected, to whatever instance. An instance says again and
 * again which ones it has: what it does not say is forgotten. May throw `Unavailable`.
 */
export interface CallDevices {
  /** These are connected to this instance, and no others of those that it named before. */
  hold(ids: readonly SessionId[]): Promise<void>
  /** Those of them that some instance holds. */
  held(ids: readonly SessionId[]): Promise<ReadonlySet<SessionId>>
}
