import { expect, test } from 'vitest'
import { emojiSchema } from '#shared/domain/emoji.ts'
import { emojiData } from './emoji-data.ts'

test('the server takes every emoji that the picker offers', () => {
  const offered = emojiData.emojis.flatMap(({ emoji, skins }) => [
    emoji,
    ...Object.values(skins ?? {}),
  ])
  expect(offered.length).toBeGreaterThan(1_800)
  expect(offered.filter((emoji) => !emojiSchema.safeParse(emoji).success)).toEqual([])
})

test('one emoji has one spelling, however it was typed', () => {
  expect(emojiSchema.parse('👍\ufe0f')).toBe('👍')
  expect(emojiSchema.parse('❤')).toBe('❤️')
})
