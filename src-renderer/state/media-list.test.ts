import { expect, test } from 'vitest'
import { GENERAL, message, MUSIC } from '../../tests/support/render/fixtures.ts'
import type { AttachmentWire, StoredMessageWire } from '#shared/protocol/wire.ts'
import { blobIdSchema } from '#shared/domain/ids.ts'
import {
  emptyMediaList,
  mediaItemsOf,
  withMediaChange,
  withMediaPage,
  type MediaList,
} from './media-list.ts'

const file = (mimeType: string): AttachmentWire => ({
  blobId: blobIdSchema.parse('ab'.repeat(32)),
  url: `/api/media/${mimeType}`,
  name: 'it',
  mimeType,
  ...{ size: 1, width: null, height: null, duration: null },
})

const picture = (seq: number, more: Partial<StoredMessageWire> = {}): StoredMessageWire =>
  message(seq, { type: 'file', text: '', attachments: [file('image/png')], ...more })

const pictures = emptyMediaList(GENERAL, 'pictures')
const seqsIn = ({ messages }: MediaList): number[] => messages.map(({ seq }) => seq)

const listOf = (seqs: readonly number[], more = false): MediaList =>
  withMediaPage(pictures, { messages: seqs.map((seq) => picture(seq)), more })

test('what is sent comes first, whatever order it is told in', () => {
  const list = [9, 12, 11].map((seq) => picture(seq)).reduce(withMediaChange, listOf([8, 5]))
  expect(seqsIn(list)).toEqual([12, 11, 9, 8, 5])
})

test('what is of another kind, elsewhere, or only said is left out', () => {
  const others = [
    message(9),
    picture(10, { attachments: [file('text/plain')] }),
    picture(11, { roomId: MUSIC }),
    message(12, { type: 'voice', text: '', audio: '/a' }),
  ]
  expect(others.reduce(withMediaChange, listOf([8]))).toEqual(listOf([8]))
})

test('a voice message is one of its kind, and of no other', () => {
  const voice = message(9, { type: 'voice', text: '', audio: '/a' })
  const list = withMediaPage(emptyMediaList(GENERAL, 'voice'), { messages: [], more: false })
  expect(seqsIn(withMediaChange(list, voice))).toEqual([9])
})

test('what is deleted goes, and an older word about it does not bring it back', () => {
  const gone = picture(8, { deletedAt: 5, attachments: [], changeSeq: 20 })
  expect(seqsIn(withMediaChange(listOf([9, 8, 5]), gone))).toEqual([9, 5])
  const edited = picture(8, { text: 'New', changeSeq: 20 })
  const list = withMediaChange(withMediaChange(listOf([8]), edited), picture(8))
  expect(list.messages).toEqual([edited])
})

test('a change of what lies behind the last one waits for its page', () => {
  const edited = picture(3, { text: 'New', changeSeq: 20 })
  expect(seqsIn(withMediaChange(listOf([8, 5], true), edited))).toEqual([8, 5])
  expect(seqsIn(withMediaChange(listOf([8, 5], false), edited))).toEqual([8, 5, 3])
})

test('what is told while a page is on its way is in the list afterwards', () => {
  const gone = picture(5, { deletedAt: 5, attachments: [], changeSeq: 20 })
  const waiting = [picture(9), gone].reduce(withMediaChange, pictures)
  const page = { messages: [picture(8), picture(5)], more: true }
  expect(seqsIn(withMediaPage(waiting, page))).toEqual([9, 8])
})

test('an older page follows what is known, and a first one takes its place', () => {
  const list = listOf([8, 5], true)
  const older = { messages: [picture(5), picture(3)], more: false }
  const waiting: MediaList = { ...list, phase: { kind: 'loading-more', heard: [] } }
  expect(seqsIn(withMediaPage(waiting, older))).toEqual([8, 5, 3])
  const anew: MediaList = { ...list, phase: { kind: 'loading', heard: [] } }
  expect(seqsIn(withMediaPage(anew, older))).toEqual([5, 3])
})

test('an answer that nobody waits for any more changes nothing', () => {
  expect(withMediaPage(listOf([8]), { messages: [], more: true })).toEqual(listOf([8]))
})

test('a message with several shows those of the kind, with whole addresses', () => {
  const both = picture(4, { attachments: [file('image/png'), file('text/plain')] })
  const items = mediaItemsOf({ kind: 'files', messages: [both] }, 'http://192.0.2.7:5000')
  expect(items.map((item) => item.file.url)).toEqual(['http://192.0.2.7:5000/api/media/text/plain'])
})

test('of a picture with a preview both addresses are whole', () => {
  const preview = { ...file('image/webp'), width: 960, height: 720 }
  const withPreview = picture(4, { attachments: [{ ...file('image/png'), preview }] })
  const [item] = mediaItemsOf(
    { kind: 'pictures', messages: [withPreview] },
    'http://192.0.2.7:5000',
  )
  expect(item?.file).toMatchObject({
    url: 'http://192.0.2.7:5000/api/media/image/png',
    preview: { url: 'http://192.0.2.7:5000/api/media/image/webp' },
  })
})
