import { z } from 'zod'

/**
 * One emoji that is recommended for general interchange (Unicode TR 51), sequences with skin tones
 * and flags included. Built at run time, because the `v` flag is younger than our language level.
 */
const ONE_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v')

/** A bare heart or check mark is a text character until this says otherwise; a thumb needs no telling. */
const EMOJI_STYLE = '\ufe0f'

/** The spelling under which an emoji is stored, or null when the text is not one emoji. */
const spellingOf = (text: string): string | null =>
  [text, text + EMOJI_STYLE, text.replaceAll(EMOJI_STYLE, '')].find((spelling) =>
    ONE_EMOJI.test(spelling),
  ) ?? null

export const emojiSchema = z
  .string()
  .max(64)
  .refine((text) => spellingOf(text) !== null, 'A reaction is one emoji')
  .transform((text) => spellingOf(text) ?? text)
  .brand<'Emoji'>()
export type Emoji = z.infer<typeof emojiSchema>
