import type { EmojiData } from 'frimousse'
import emojis from 'emojibase-data/en/data.json'
import messages from 'emojibase-data/en/messages.json'

/** Newer ones are empty boxes on many computers. */
const NEWEST_VERSION = 15.1

/** Skin tones and hair styles on their own are building blocks, not something to say. */
const COMPONENT_GROUP = 'component'

const TONES = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Everything that the picker shows: it comes with the app, nothing is fetched from elsewhere. */
export const emojiData: EmojiData = {
  locale: 'en',
  categories: messages.groups
    .filter(({ key }) => key !== COMPONENT_GROUP)
    .map(({ order, message }) => ({ index: order, label: capitalised(message) })),
  skinTones: {
    light: 'Light skin tone',
    'medium-light': 'Medium-light skin tone',
    medium: 'Medium skin tone',
    'medium-dark': 'Medium-dark skin tone',
    dark: 'Dark skin tone',
  },
  emojis: emojis.flatMap((entry) => {
    const { emoji, group, label, version, tags = [], skins } = entry
    if (group === undefined || version > NEWEST_VERSION) return []
    const tones = tonesOf(emoji, skins)
    return [
      {
        emoji,
        category: group,
        label: capitalised(label),
        version,
        tags: [...tags],
        ...(tones && { skins: tones }),
      },
    ]
  }),
}

function tonesOf(
  emoji: string,
  skins: (typeof emojis)[number]['skins'],
): Record<(typeof TONES)[number], string> | undefined {
  if (!skins) return undefined
  const inTone = (tone: number): string => skins.find((skin) => skin.tone === tone)?.emoji ?? emoji
  return {
    light: inTone(1),
    'medium-light': inTone(2),
    medium: inTone(3),
    'medium-dark': inTone(4),
    dark: inTone(5),
  }
}
