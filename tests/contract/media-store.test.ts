import { randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { BlobId, ClientId } from '#shared/domain/ids.ts'
import type { Attachment, Message } from '#shared/domain/messages.ts'
import { systemClock, systemSecrets } from '../../src-server/system.ts'
import { draftsOf, general, music, newPerson } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const draft = draftsOf(anna)

const newBlobId = (): BlobId => randomBytes(32).toString('hex') as BlobId

const sound = (blobId: BlobId): Attachment => ({
  blobId,
  key: systemSecrets.newMediaKey(),
  name: '',
  mimeType: 'audio/webm',
  size: 1_000,
  duration: 1.5,
  waveform: [0, 128, 255],
  width: null,
  height: null,
})

const picture = (blobId: BlobId, preview: BlobId): Attachment => ({
  ...sound(blobId),
  ...{ name: 'photo.jpg', mimeType: 'image/jpeg', width: 4_000, height: 3_000 },
  ...{ duration: null, waveform: null },
  preview: { blobId: preview, mimeType: 'image/webp', size: 90, width: 960, height: 720 },
})

const HOUR_MS = 3_600_000

describe.each(durableStores)('what refers to blobs on $name', (kind) => {
  let passedMs = 0
  beforeEach(() => {
    passedMs = 0
  })
  const now = () => Date.now() + passedMs
  const store = storeOfEachTest(kind, { people: [anna, ben], clock: { ...systemClock, now } })

  async function speak(...blobIds: readonly BlobId[]): Promise<Message> {
    const said = draft('', { type: 'voice', attachments: blobIds.map(sound) })
    return (await store.messages.append(said)).message
  }

  /** Asked when nothing can be on its way any more. */
  async function isReferredTo(blobId: BlobId): Promise<boolean> {
    passedMs += HOUR_MS
    return (await store.media.referredTo([blobId], now() - HOUR_MS)).has(blobId)
  }

  test('a message gives its attachments back as they were', async () => {
    const said = draft('', { type: 'voice', attachments: [sound(newBlobId())] })
    const { message } = await store.messages.append(said)
    expect(message).toMatchObject({ type: 'voice', text: '', attachments: said.attachments })
    expect(await store.messages.find(message.id)).toEqual(message)
    expect((await store.messages.page(message.roomId, { from: 'newest' }, 5)).messages).toEqual([
      message,
    ])
  })

  test('a message refers to its blobs as long as it lives', async () => {
    const [one, two, other] = [newBlobId(), newBlobId(), newBlobId()]
    const message = await speak(one, two)
    expect(await store.media.referredTo([one, two, other], now())).toEqual(new Set([one, two]))
    expect(await isReferredTo(one)).toBe(true)
    await store.close()
    await store.openAgain()
    expect(await isReferredTo(two)).toBe(true)
    await store.messages.remove(message.id, now())
    expect([await isReferredTo(one), await isReferredTo(two)]).toEqual([false, false])
    expect((await store.messages.find(message.id))?.attachments).toEqual([])
  })

  test('a message refers to the previews of its pictures as it does to the pictures', async () => {
    const [large, small, alone] = [newBlobId(), newBlobId(), newBlobId()]
    const attachments = [picture(large, small), sound(alone)]
    const said = draft('', { type: 'file', attachments })
    const { message } = await store.messages.append(said)
    expect(message.attachments).toEqual(attachments)
    expect(await store.messages.find(message.id)).toEqual(message)
    await store.messages.edit(message.id, 'With some words', now())
    await store.close()
    await store.openAgain()
    expect(await isReferredTo(small)).toBe(true)
    expect(await store.media.referredTo([large, small, alone], now())).toEqual(
      new Set([large, small, alone]),
    )
    await store.messages.remove(message.id, now())
    expect(await isReferredTo(small)).toBe(false)
    expect(await store.media.referredTo([large, small, alone], now())).toEqual(new Set())
  })

  test('a preview that is a file elsewhere stays with the last one that has it', async () => {
    const [large, small] = [newBlobId(), newBlobId()]
    const attach = async (...attachments: readonly Attachment[]) =>
      (await store.messages.append(draft('', { type: 'file', attachments }))).message
    const [withPreview, asFile] = [await attach(picture(large, small)), await attach(sound(small))]
    await store.messages.remove(withPreview.id, now())
    expect(await isReferredTo(small)).toBe(true)
    expect(await isReferredTo(large)).toBe(false)
    const again = await attach(picture(large, small))
    await store.messages.remove(asFile.id, now())
    expect(await isReferredTo(small)).toBe(true)
    await store.messages.remove(again.id, now())
    expect(await isReferredTo(small)).toBe(false)
  })

  test('of two messages with the same blob the last one lets go of it', async () => {
    const blobId = newBlobId()
    const [first, second] = [await speak(blobId), await speak(blobId)]
    await store.messages.remove(second.id, now())
    expect(await isReferredTo(blobId)).toBe(true)
    await store.messages.remove(first.id, now())
    expect(await isReferredTo(blobId)).toBe(false)
    await speak(blobId)
    expect(await isReferredTo(blobId)).toBe(true)
  })

  test('a message that changes otherwise goes on referring', async () => {
    const blobId = newBlobId()
    const message = await speak(blobId)
    await store.messages.edit(message.id, 'With some words', now())
    expect(await isReferredTo(blobId)).toBe(true)
  })

  test('a message sent twice refers once, to what came first', async () => {
    const [kept, ignored] = [newBlobId(), newBlobId()]
    const clientId = randomUUID() as ClientId
    const send = (blobId: BlobId) =>
      store.messages.append(draft('', { type: 'voice', clientId, attachments: [sound(blobId)] }))
    const { message } = await send(kept)
    expect(await send(ignored)).toEqual({ message, duplicate: true })
    expect(await isReferredTo(ignored)).toBe(false)
    expect(await isReferredTo(kept)).toBe(true)
  })

  test('an upload refers for a while, and belongs to whoever brought it', async () => {
    const blobId = newBlobId()
    const at = now()
    await store.media.noteUpload({ blobId, personId: anna.id, at })
    expect(await store.media.hasUploaded(anna.id, blobId, at)).toBe(true)
    expect(await store.media.hasUploaded(anna.id, blobId, at + 1)).toBe(false)
    expect(await store.media.hasUploaded(ben.id, blobId, at)).toBe(false)
    expect(await store.media.hasUploaded(anna.id, newBlobId(), at)).toBe(false)
    expect(await store.media.referredTo([blobId], at)).toEqual(new Set([blobId]))
    expect(await store.media.referredTo([blobId], at + 1)).toEqual(new Set())
  })

  test('an upload that is repeated begins its time anew', async () => {
    const blobId = newBlobId()
    const at = now()
    await store.media.noteUpload({ blobId, personId: anna.id, at })
    await store.media.noteUpload({ blobId, personId: anna.id, at: at + 10 })
    expect(await store.media.referredTo([blobId], at + 10)).toEqual(new Set([blobId]))
  })

  test('a person refers to the picture in the profile, until it is another', async () => {
    const [first, second] = [newBlobId(), newBlobId()]
    await store.people.update(anna.id, { avatar: first })
    await store.people.update(ben.id, { avatar: first })
    expect(await store.media.referredTo([first, second], now())).toEqual(new Set([first]))
    expect(await isReferredTo(first)).toBe(true)
    await store.people.update(anna.id, { avatar: second })
    expect([await isReferredTo(first), await isReferredTo(second)]).toEqual([true, true])
    await store.people.update(ben.id, { avatar: null, statusText: 'Away' })
    expect([await isReferredTo(first), await isReferredTo(second)]).toEqual([false, true])
  })

  test('a room that is deleted takes what was said in it along', async () => {
    const [there, elsewhere] = [newBlobId(), newBlobId()]
    await speak(there)
    await store.messages.append(
      draft('', { type: 'voice', roomId: music, attachments: [sound(elsewhere)] }),
    )
    expect(await store.rooms.remove(general)).toBe(true)
    await vi.waitFor(async () => expect(await isReferredTo(there)).toBe(false), 15_000)
    expect(await isReferredTo(elsewhere)).toBe(true)
  })

  test('bears the first mark that was left, also after it was closed', async () => {
    expect(await store.media.mark()).toBeNull()
    const marks = ['one', 'two', 'three'].map((mark) => store.media.leaveMark(mark))
    expect(await Promise.all(marks)).toEqual(['one', 'one', 'one'])
    await store.close()
    await store.openAgain()
    expect(await store.media.mark()).toBe('one')
    expect(await store.media.leaveMark('four')).toBe('one')
  })

  test('answers for many at once, and for none', async () => {
    const wanted = Array.from({ length: 50 }, newBlobId)
    await Promise.all(wanted.map((blobId) => speak(blobId)))
    const unwanted = Array.from({ length: 150 }, newBlobId)
    const answer = await store.media.referredTo([...unwanted, ...wanted], now())
    expect(answer).toEqual(new Set(wanted))
    expect(await store.media.referredTo([], now())).toEqual(new Set())
  })
})
