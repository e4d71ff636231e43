import type { StoredMessageWire } from '#shared/protocol/wire.ts'

/** What is pinned in a conversation, as far as somebody looked. */
export type Pins =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly reason: string }
  /** The newest pin first. */
  | { readonly phase: 'ready'; readonly messages: readonly StoredMessageWire[] }

/** The list after a message changed: pinned, not any more, or said otherwise. */
export function withChanged(pins: Pins | undefined, message: StoredMessageWire): Pins | undefined {
  if (pins?.phase !== 'ready') return pins
  const others = pins.messages.filter(({ id }) => id !== message.id)
  const isPinned = message.pin !== null && message.deletedAt === null
  const messages = isPinned ? [...others, message].toSorted(byNewestPin) : others
  return { phase: 'ready', messages }
}

const byNewestPin = (a: StoredMessageWire, b: StoredMessageWire): number =>
  (b.pin?.pinnedAt ?? 0) - (a.pin?.pinnedAt ?? 0)
