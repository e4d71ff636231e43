import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { BLOB, createApp, ORIGIN, PREVIEW_BLOB } from '../../tests/support/render/create-app.ts'
import { GENERAL } from '../../tests/support/render/fixtures.ts'
import type { PictureLook } from '../media/look-at-picture.ts'
import { createMediaInMemory } from '../platform/kept-media.ts'

const shown: Blob[] = []
const revokeObjectURL = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  const createObjectURL = (blob: Blob): string => `blob:${shown.push(blob)}`
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL, revokeObjectURL }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  revokeObjectURL.mockClear()
  shown.length = 0
})

const SMALL = new Blob(['small'], { type: 'image/webp' })
const PHOTO: PictureLook = {
  ...{ width: 4_000, height: 3_000 },
  preview: { content: SMALL, width: 960, height: 720 },
}
const photo = () => new File(['the whole photo'], 'photo.jpg', { type: 'image/jpeg' })

async function joined() {
  const server = createChatServer()
  const keptMedia = createMediaInMemory()
  const entries = new Map<string, string>()
  let isReachable = true
  const start = () => createApp(server, undefined, entries, () => isReachable, keptMedia)
  const app = await start()
  app.findInPictures(async () => PHOTO)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  return {
    ...{ app, server, keptMedia, start },
    attached: () => app.state().attaching.get(GENERAL) ?? [],
    outgoing: () => app.state().conversations.get(GENERAL)?.outgoing ?? [],
    sent: () => server.heard.filter(({ name }) => name === 'chat:send:files'),
    cut: (isCut: boolean) => void (isReachable = !isCut),
  }
}

const whole = { blobId: BLOB, name: 'photo.jpg', width: 4_000, height: 3_000 }
const both = { ...whole, preview: { blobId: PREVIEW_BLOB, width: 960, height: 720 } }

const textsOf = (blobs: readonly Blob[]) => Promise.all(blobs.map((blob) => blob.text()))

test('a picture goes out with its preview, and nothing of either stays', async () => {
  const { app, attached, outgoing, sent, keptMedia } = await joined()
  await app.actions.attachFiles(GENERAL, [photo()])
  const [file] = attached()
  expect(file).toMatchObject({ size: 15, preview: { width: 960, height: 720 } })
  // What is shown beside the text need not be the whole either.
  expect(await textsOf(shown)).toEqual(['small'])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  expect(await textsOf(app.uploads)).toEqual(['the whole photo', 'small'])
  expect(sent().map(({ input }) => input['files'])).toEqual([[both]])
  expect(outgoing()).toEqual([])
  for (const id of [file!.id, file!.preview!.id]) expect(await keptMedia.content(id)).toBeNull()
})

test('what is sent offline goes out with its preview after a restart', async () => {
  const { app, server, start, outgoing, sent, cut } = await joined()
  server.cut()
  cut(true)
  await app.actions.attachFiles(GENERAL, [photo()])
  await app.actions.sendAttached(GENERAL, 'Look')
  await app.pass(5_000)
  expect(outgoing()).toMatchObject([{ files: [{ preview: { width: 960, height: 720 } }] }])
  app.actions.leaveServer()
  cut(false)
  server.restore()
  const again = await start()
  await again.actions.joinKnownServer('Anna', ORIGIN)
  await again.pass(1_000)
  expect(sent().map(({ input }) => input['files'])).toEqual([[both]])
  expect(await textsOf(again.uploads)).toEqual(['the whole photo', 'small'])
})

test('a preview that the server does not take is left out, and the picture is sent', async () => {
  const { app, outgoing, sent } = await joined()
  app.refusePreviews(true)
  await app.actions.attachFiles(GENERAL, [photo()])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  expect(sent().map(({ input }) => input['files'])).toEqual([[whole]])
  expect(outgoing()).toEqual([])
})

test('a preview that is not on this device any more is left out', async () => {
  const { app, server, outgoing, sent, keptMedia, cut } = await joined()
  server.cut()
  cut(true)
  await app.actions.attachFiles(GENERAL, [photo()])
  await app.actions.sendAttached(GENERAL, '')
  await keptMedia.remove(outgoing()[0]!.files[0]!.preview!.fileId)
  cut(false)
  server.restore()
  app.wake()
  await app.pass(5_000)
  expect(sent().map(({ input }) => input['files'])).toEqual([[whole]])
})

test('a preview for which the device has no room is left out', async () => {
  const { app, attached, sent, keptMedia } = await joined()
  await app.actions.attachFiles(GENERAL, [photo()])
  const preview = attached()[0]!.preview!.id
  const { addPiece } = keptMedia
  keptMedia.addPiece = (id, index, piece) =>
    id === preview ? Promise.reject(new Error('Quota')) : addPiece(id, index, piece)
  expect(await app.actions.sendAttached(GENERAL, '')).toMatchObject({ ok: true })
  await app.pass()
  expect(sent().map(({ input }) => input['files'])).toEqual([[whole]])
})

test('a preview that may get through later is waited for', async () => {
  const { app, sent, cut } = await joined()
  const release = app.holdUploads()
  await app.actions.attachFiles(GENERAL, [photo()])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  // The picture is half-way; the preview meets a break.
  cut(true)
  release()
  await app.pass(1_000)
  expect(await textsOf(app.uploads)).toEqual(['the whole photo'])
  cut(false)
  await app.pass(5_000)
  expect(await textsOf(app.uploads)).toEqual(['the whole photo', 'small'])
  expect(sent().map(({ input }) => input['files'])).toEqual([[both]])
})

test('a picture that is not on this device any more is not sent, nor its preview', async () => {
  const { app, server, outgoing, sent, keptMedia, cut } = await joined()
  server.cut()
  cut(true)
  await app.actions.attachFiles(GENERAL, [photo()])
  await app.actions.sendAttached(GENERAL, '')
  await keptMedia.remove(outgoing()[0]!.files[0]!.fileId)
  cut(false)
  server.restore()
  app.wake()
  await app.pass(5_000)
  expect(outgoing()).toMatchObject([{ state: { phase: 'failed' } }])
  expect([app.uploads, sent()]).toEqual([[], []])
})

test('a picture that cannot be looked at is sent as it is', async () => {
  const { app, attached, sent } = await joined()
  app.findInPictures(async () => Promise.reject(new Error('Out of memory')))
  await app.actions.attachFiles(GENERAL, [photo()])
  expect(attached()).toMatchObject([{ address: null, width: null, preview: null }])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  expect(sent().map(({ input }) => input['files'])).toEqual([[{ blobId: BLOB, name: 'photo.jpg' }]])
})

test('a preview is given free with its picture', async () => {
  const { app, attached, sent } = await joined()
  await app.actions.attachFiles(GENERAL, [photo()])
  app.actions.detachFile(GENERAL, attached()[0]!.id)
  expect(revokeObjectURL).toHaveBeenCalledWith('blob:1')
  await app.actions.sendAttached(GENERAL, 'Only words')
  await app.pass()
  expect(app.uploads).toEqual([])
  expect(sent()).toEqual([])
})
