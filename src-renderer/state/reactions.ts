import type { PersonWire, ReactionWire } from '#shared/protocol/wire.ts'
import type { Conversation, ReactionWish } from './conversation.ts'

export interface ShownReaction {
  readonly emoji: string
  readonly isMine: boolean
  /** Everybody who chose it, in the order of choosing; ourselves last, as "you". */
  readonly names: readonly string[]
}

const isSameWish = (a: ReactionWish, b: ReactionWish): boolean =>
  a.messageId === b.messageId && a.emoji === b.emoji

/** A second wish about the same emoji replaces the first. */
export const addWish = (conversation: Conversation, wish: ReactionWish): Conversation => ({
  ...conversation,
  wishes: [...conversation.wishes.filter((other) => !isSameWish(other, wish)), wish],
})

/** Ends this very wish; one that replaced it stays. */
export const removeWish = (conversation: Conversation, wish: ReactionWish): Conversation => ({
  ...conversation,
  wishes: conversation.wishes.filter((other) => other !== wish),
})

/** The reactions to a message as they will be when the wishes came true. */
export function shownReactions(
  stored: readonly ReactionWire[],
  wishes: readonly ReactionWish[],
  me: PersonWire | null,
): readonly ShownReaction[] {
  const shown = stored.map(({ emoji, users, userIds }) => ({
    emoji,
    isMine: userIds.some((id) => id === me?.id),
    names: users.filter((_, index) => userIds[index] !== me?.id),
  }))
  for (const { emoji, on } of wishes) {
    const index = shown.findIndex((reaction) => reaction.emoji === emoji)
    const known = shown[index]
    if (known) shown[index] = { ...known, isMine: on }
    else if (on) shown.push({ emoji, isMine: true, names: [] })
  }
  return shown
    .map((reaction) => ({
      ...reaction,
      names: reaction.isMine ? [...reaction.names, 'you'] : reaction.names,
    }))
    .filter(({ names }) => names.length > 0)
}

/** "Anna Kim, Sam and you" */
export function listNames(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
