import { z } from 'zod'

/**
 * One emoji that is recommended for general interchange (Unicode TR 51), sequences with skin tones
 * and flags included. Built at run time, because the `v` flag is younger than our language level.
 */
const ONE_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v')

/** A bare heart or check mark is a text character until this says otherwise. */
const EMOJI_STYLE = '\ufe0f'

/** The spelling under which an emoji is stored, or null when the text is not one emoji. */
function spellingOf(text: string): string | null {
  if (ONE_EMOJI.test(text)) return text
  return ONE_EMOJI.test(text + EMOJI_STYLE) ? text + EMOJI_STYLE : null
}

export const emojiSchema = z
  .string()
  .max(64)
  .refine((text) => spellingOf(text) !== null, 'A reaction is one emoji')
  .transform((text) => spellingOf(text) ?? text)
  .brand<'Emoji'>()
export type Emoji = z.infer<typeof emojiSchema>
