/** Built at run time, because the `v` flag is younger than our language level. */
const ONLY_EMOJI = new RegExp('^(?:\\p{RGI_Emoji}\\s*){1,6}$', 'v')

/** Longest text that can be six emoji, in UTF-16 code units; families and flags are long. */
const LENGTH_MAX = 100

/** One to six emoji and nothing else: said large. */
export const isOnlyEmoji = (text: string): boolean =>
  text.length <= LENGTH_MAX && ONLY_EMOJI.test(text)
