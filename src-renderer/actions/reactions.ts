import { emojiSchema } from '#shared/domain/emoji.ts'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { withRecent, type EmojiHabits } from '../state/emoji-habits.ts'
import { findMessage, type ReactionWish } from '../state/conversation.ts'
import { addWish, removeWish, shownReactions } from '../state/reactions.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'

/** Adds or takes back a reaction: shown at once, undone with a sentence when it fails. */
export async function toggleReaction(
  context: ActionContext,
  roomId: RoomId,
  messageId: MessageId,
  emojiText: string,
): Promise<void> {
  const { store, current } = context
  const { conversations, me } = store.getState()
  const conversation = conversations.get(roomId)
  const message = findMessage(conversation, messageId)
  const emoji = emojiSchema.safeParse(emojiText)
  if (!conversation || !message || !emoji.success || !current.session) return
  const wishes = conversation.wishes.filter((wish) => wish.messageId === messageId)
  const shown = shownReactions(message.reactions, wishes, me)
  const isMine = shown.some((reaction) => reaction.emoji === emoji.data && reaction.isMine)
  const wish: ReactionWish = { messageId, emoji: emoji.data, on: !isMine }
  changeConversation(store, roomId, (known) => addWish(known, wish))
  const answer = await current.session.connection.call('chat:reaction', { ...wish })
  changeConversation(store, roomId, (known) => removeWish(known, wish))
  if (!answer.ok) {
    showNotice(
      context,
      `Your reaction was not saved. ${asSentence(answer.error.message)}`,
      'problem',
    )
  }
}

/** Remembers an emoji that was chosen, to offer it first the next time. */
export const rememberEmoji = (context: ActionContext, emoji: string): void =>
  keepHabits(context, withRecent(context.store.getState().emojiHabits, emoji))

export const setSkinTone = (context: ActionContext, skinTone: EmojiHabits['skinTone']): void =>
  keepHabits(context, { ...context.store.getState().emojiHabits, skinTone })

function keepHabits({ store, platform }: ActionContext, emojiHabits: EmojiHabits): void {
  store.setState({ emojiHabits })
  platform.memory.rememberEmojiHabits(emojiHabits)
}
