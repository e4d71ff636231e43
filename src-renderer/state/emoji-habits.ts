/** Which emoji somebody uses, so that the next one is near. */
export interface EmojiHabits {
  readonly skinTone: 'none' | 'light' | 'medium-light' | 'medium' | 'medium-dark' | 'dark'
  /** Newest first. */
  readonly recent: readonly string[]
}

export const NO_EMOJI_HABITS: EmojiHabits = { skinTone: 'none', recent: [] }

/** One row of the picker. */
const RECENT_MAX = 8

export const withRecent = (habits: EmojiHabits, emoji: string): EmojiHabits => ({
  ...habits,
  recent: [emoji, ...habits.recent.filter((other) => other !== emoji)].slice(0, RECENT_MAX),
})
