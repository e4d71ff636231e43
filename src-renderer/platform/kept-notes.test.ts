import { expect, test } from 'vitest'
import { roomIdSchema } from '#shared/domain/ids.ts'
import { createKeptNotes, type KeptNote } from './kept-notes.ts'

const KEY = 'http://192.0.2.7:5000 Anna'

const note = (number: number, change: Partial<KeptNote> = {}): KeptNote => ({
  id: `10000000-0000-4000-8000-00000000000${number}`,
  key: KEY,
  roomId: roomIdSchema.parse('general'),
  createdAt: number,
  seconds: 1,
  peaks: [1, 2],
  ...change,
})

const piece = (text: string): Blob => new Blob([text], { type: 'audio/webm' })

/** A browser that stores nothing. */
const forgetful = () => createKeptNotes(() => Promise.reject(new Error('Denied')))

test('where nothing can be stored they last as long as the page', async () => {
  const notes = forgetful()
  await notes.keep(note(2))
  await notes.keep(note(1))
  await notes.keep(note(3, { key: 'http://192.0.2.7:5000 Ben' }))
  await notes.keep(note(1, { seconds: 2 }))
  expect(await notes.all(KEY)).toEqual([note(1, { seconds: 2 }), note(2)])
  await notes.remove(note(1).id)
  expect(await notes.all(KEY)).toEqual([note(2)])
})

test('pieces are put together by their numbers, with the type of the first', async () => {
  const notes = forgetful()
  const { id } = note(1)
  expect(await notes.content(id)).toBeNull()
  await notes.addPiece(id, 1, piece('world'))
  await notes.addPiece(id, 0, piece('hello '))
  const content = await notes.content(id)
  expect([await content?.text(), content?.type]).toEqual(['hello world', 'audio/webm'])
  await notes.remove(id)
  expect(await notes.content(id)).toBeNull()
})
