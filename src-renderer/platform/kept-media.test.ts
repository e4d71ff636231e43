import { expect, test } from 'vitest'
import { roomIdSchema } from '#shared/domain/ids.ts'
import { createKeptMedia, type KeptNote } from './kept-media.ts'

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
const forgetful = () => createKeptMedia(() => Promise.reject(new Error('Denied')))

test('where nothing can be stored they last as long as the page', async () => {
  const media = forgetful()
  await media.keepNote(note(2))
  await media.keepNote(note(1))
  await media.keepNote(note(3, { key: 'http://192.0.2.7:5000 Ben' }))
  await media.keepNote(note(1, { seconds: 2 }))
  expect(await media.notes((key) => key === KEY)).toEqual([note(1, { seconds: 2 }), note(2)])
  await media.remove(note(1).id)
  expect(await media.notes((key) => key === KEY)).toEqual([note(2)])
})

test('a browser that throws at once stores nothing either', async () => {
  const media = createKeptMedia(() => {
    throw new Error('SecurityError')
  })
  await media.keepNote(note(1))
  expect(await media.notes(() => true)).toEqual([note(1)])
})

test('pieces are put together by their numbers, with the type of the first', async () => {
  const media = forgetful()
  const { id } = note(1)
  expect(await media.content(id)).toBeNull()
  await media.addPiece(id, 1, piece('world'))
  await media.addPiece(id, 0, piece('hello '))
  const content = await media.content(id)
  expect([await content?.text(), content?.type]).toEqual(['hello world', 'audio/webm'])
  await media.remove(id)
  expect(await media.content(id)).toBeNull()
})

test('where a content is being brought is known until the content is gone', async () => {
  const media = forgetful()
  const { id } = note(1)
  await media.addPiece(id, 0, piece('hello'))
  expect(await media.uploadOf(id)).toBeNull()
  await media.rememberUpload(id, '/api/uploads/1')
  await media.rememberUpload(id, '/api/uploads/2')
  expect(await media.uploadOf(id)).toBe('/api/uploads/2')
  await media.remove(id)
  expect(await media.uploadOf(id)).toBeNull()
})
