import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { BLOB, createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { GENERAL, MUSIC } from '../../tests/support/render/fixtures.ts'
import { createMediaInMemory } from '../platform/kept-media.ts'

const revokeObjectURL = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:a', revokeObjectURL }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  revokeObjectURL.mockClear()
})

const file = (name: string, content: string | Uint8Array<ArrayBuffer> = name, type = '') =>
  new File([content], name, { type })

async function joined(options: { keptMedia?: ReturnType<typeof createMediaInMemory> } = {}) {
  const server = createChatServer()
  const keptMedia = options.keptMedia ?? createMediaInMemory()
  const entries = new Map<string, string>()
  let isReachable = true
  const app = await createApp(server, undefined, entries, () => isReachable, keptMedia)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  return {
    ...{ app, server, keptMedia },
    attached: (room = GENERAL) => app.state().attaching.get(room) ?? [],
    outgoing: () => app.state().conversations.get(GENERAL)?.outgoing ?? [],
    sent: () => server.heard.filter(({ name }) => name === 'chat:send:files'),
    notices: () => app.state().notices.map(({ text }) => text),
    cut: (isCut: boolean) => void (isReachable = !isCut),
  }
}

test('files are laid beside the text, sent with it, and nothing of them is kept', async () => {
  const { app, attached, sent, outgoing, keptMedia } = await joined()
  await app.actions.attachFiles(GENERAL, [
    file('plan.txt'),
    file('../photo.png', 'pixels', 'image/png'),
  ])
  expect(attached()).toMatchObject([
    { name: 'plan.txt', size: 8, address: null, width: null },
    { name: 'photo.png', size: 6, address: 'blob:a', width: 640, height: 480, preview: null },
  ])
  const ids = attached().map(({ id }) => id)
  expect(await app.actions.sendAttached(GENERAL, ' Look at this ')).toMatchObject({ ok: true })
  expect(attached()).toEqual([])
  await app.pass()
  expect(await Promise.all(app.uploads.map((blob) => blob.text()))).toEqual(['plan.txt', 'pixels'])
  expect(sent().map(({ input }) => input)).toEqual([
    {
      ...{ roomId: 'general', text: 'Look at this', clientId: expect.any(String) },
      files: [
        { blobId: BLOB, name: 'plan.txt' },
        { blobId: BLOB, name: 'photo.png', width: 640, height: 480 },
      ],
    },
  ])
  expect(outgoing()).toEqual([])
  expect(app.state().uploads.size).toBe(0)
  expect(revokeObjectURL).toHaveBeenCalledOnce()
  for (const id of ids) expect(await keptMedia.content(id)).toBeNull()
})

test('files are sent without words, and each conversation has its own', async () => {
  const { app, attached, sent } = await joined()
  await app.actions.attachFiles(GENERAL, [file('a')])
  await app.actions.attachFiles(MUSIC, [file('b')])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  expect(sent()[0]?.input).toMatchObject({ text: '', files: [{ name: 'a' }] })
  expect(attached(MUSIC)).toMatchObject([{ name: 'b' }])
})

test('what cannot be sent is told of, and the rest is attached', async () => {
  const { app, attached, notices } = await joined()
  const large = Object.defineProperty(file('film.mp4'), 'size', { value: 25 * 1024 * 1024 + 1 })
  const gone = Object.assign(file('gone'), { arrayBuffer: () => Promise.reject(new Error('gone')) })
  await app.actions.attachFiles(GENERAL, [large, file('empty', ''), gone, file('good')])
  expect(attached()).toMatchObject([{ name: 'good' }])
  expect(notices()).toEqual([
    '"film.mp4" has 26.2 MB. A file has at most 25 MiB.',
    '"empty" is empty, or a folder.',
    '"gone" cannot be read.',
  ])
})

test('a message carries ten files', async () => {
  const { app, attached, notices } = await joined()
  const many = Array.from({ length: 12 }, (_, index) => file(`file ${index}`))
  await app.actions.attachFiles(GENERAL, many)
  expect(attached()).toHaveLength(10)
  expect(notices()).toEqual(['A message carries at most 10 files.'])
})

test('a file is taken away again', async () => {
  const { app, attached, sent } = await joined()
  await app.actions.attachFiles(GENERAL, [file('a', 'a', 'image/png'), file('b')])
  app.actions.detachFile(GENERAL, attached()[0]?.id ?? '')
  expect(revokeObjectURL).toHaveBeenCalledOnce()
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  expect(sent()[0]?.input['files']).toMatchObject([{ name: 'b' }])
})

test('words that are too long leave everything where it is', async () => {
  const { app, attached } = await joined()
  await app.actions.attachFiles(GENERAL, [file('a')])
  const sent = await app.actions.sendAttached(GENERAL, 'x'.repeat(9_000))
  expect(sent).toMatchObject({ ok: false, error: expect.stringMatching(/at most 8000/) })
  expect(attached()).toHaveLength(1)
})

test('how far an upload has come is known, and it can be stopped', async () => {
  const { app, outgoing, sent, keptMedia } = await joined()
  const release = app.holdUploads()
  await app.actions.attachFiles(GENERAL, [file('a', 'aaaa'), file('b', 'bbbb')])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  const [message] = outgoing()
  expect(app.state().uploads.get(message!.clientId)).toBe(0.25)
  app.actions.discardMessage(GENERAL, message!.clientId)
  release()
  await app.pass(10_000)
  expect(outgoing()).toEqual([])
  expect(sent()).toEqual([])
  expect(app.state().uploads.size).toBe(0)
  expect(app.state().notices).toEqual([])
  for (const { fileId } of message!.files) expect(await keptMedia.content(fileId)).toBeNull()
})

test('what is attached offline goes out when the server is back, once', async () => {
  const { app, server, outgoing, sent, cut } = await joined()
  server.cut()
  cut(true)
  await app.actions.attachFiles(GENERAL, [file('a')])
  await app.actions.sendAttached(GENERAL, 'hi')
  await app.pass(5_000)
  expect(outgoing()).toMatchObject([{ text: 'hi', files: [{ name: 'a' }] }])
  cut(false)
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect(sent()).toHaveLength(1)
  expect(app.uploads).toHaveLength(1)
})

test('what the server does not take from somebody who is just coming back waits for that', async () => {
  const { app, server, outgoing, sent } = await joined()
  app.refuseUploads(true)
  await app.actions.attachFiles(GENERAL, [file('a')])
  await app.actions.sendAttached(GENERAL, 'hi')
  server.cut()
  await app.pass(5_000)
  expect(outgoing()).toMatchObject([{ text: 'hi', state: { phase: 'sending' } }])
  app.refuseUploads(false)
  server.restore()
  app.wake()
  await app.pass(1_000)
  expect(sent()).toHaveLength(1)
})

test('what the server never takes from us fails with its words', async () => {
  const { app, outgoing } = await joined()
  app.refuseUploads(true)
  await app.actions.attachFiles(GENERAL, [file('a')])
  await app.actions.sendAttached(GENERAL, 'hi')
  await app.pass(10_000)
  expect(outgoing()).toMatchObject([{ state: { phase: 'failed', reason: 'Connect first.' } }])
})

test('what was brought already and is cancelled is not sent again', async () => {
  const { app, server, outgoing, sent } = await joined()
  server.answer('chat:send:files', () => {
    app.actions.discardMessage(GENERAL, outgoing()[0]!.clientId)
    throw new Error('answer lost')
  })
  await app.actions.attachFiles(GENERAL, [file('a')])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass(60_000)
  expect(sent()).toHaveLength(1)
})

test('without room on the device nothing is lost, and one is told', async () => {
  const { app, attached, sent, keptMedia } = await joined()
  await app.actions.attachFiles(GENERAL, [file('a'), file('b')])
  const ids = attached().map(({ id }) => id)
  const { addPiece } = keptMedia
  keptMedia.addPiece = (id, index, piece) =>
    id === ids[1] ? Promise.reject(new Error('Quota')) : addPiece(id, index, piece)
  expect(await app.actions.sendAttached(GENERAL, 'words')).toEqual({
    ...{ ok: false, error: 'This device has no room for these files.' },
  })
  await app.pass()
  expect(attached().map(({ name }) => name)).toEqual(['a', 'b'])
  expect(sent()).toEqual([])
  expect(await keptMedia.content(ids[0]!)).toBeNull()
  keptMedia.addPiece = addPiece
  await app.actions.sendAttached(GENERAL, 'words')
  await app.pass()
  expect(sent()).toHaveLength(1)
})

test('what is sent while one leaves goes to no other server', async () => {
  const { app, outgoing, keptMedia } = await joined()
  await app.actions.attachFiles(GENERAL, [file('a')])
  let write = (): void => undefined
  keptMedia.addPiece = () => new Promise((resolve) => (write = resolve))
  const sending = app.actions.sendAttached(GENERAL, 'words')
  app.actions.leaveServer()
  await app.actions.joinKnownServer('Anna', 'http://192.0.2.8:5000')
  await app.pass()
  write()
  await sending
  await app.pass()
  expect(app.state().view.screen).toBe('server')
  expect(outgoing()).toEqual([])
})

test('an upload ends with the stay', async () => {
  const { app } = await joined()
  const release = app.holdUploads()
  await app.actions.attachFiles(GENERAL, [file('a'), file('b')])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  app.actions.leaveServer()
  release()
  await app.pass(10_000)
  expect(app.uploads).toEqual([])
  expect(app.state().uploads.size).toBe(0)
})

test('what was attached and not sent is given free when one leaves', async () => {
  const { app } = await joined()
  await app.actions.attachFiles(GENERAL, [file('a.png', 'pixels', 'image/png')])
  app.actions.leaveServer()
  expect(revokeObjectURL).toHaveBeenCalledWith('blob:a')
})

test('what was about to be sent when one left is given free as well', async () => {
  const { app } = await joined()
  await app.actions.attachFiles(GENERAL, [file('a.png', 'pixels', 'image/png')])
  const sent = app.actions.sendAttached(GENERAL, '')
  app.actions.leaveServer()
  await sent
  expect(revokeObjectURL).toHaveBeenCalledWith('blob:a')
})

test('where a picture was taken is taken out whatever the file is called', async () => {
  const { app } = await joined()
  const exif = [0xff, 0xe1, 0, 12, ...Buffer.from('Exif\0\0GPS!')]
  const jpeg = new Uint8Array([0xff, 0xd8, ...exif, 0xff, 0xda, 0, 2, 1, 2, 0xff, 0xd9])
  await app.actions.attachFiles(GENERAL, [file('IMG_1', jpeg)])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  expect(await app.uploads[0]?.text()).not.toContain('GPS')
})

test('a refused message is tried again with everything brought anew', async () => {
  const { app, server, outgoing, sent } = await joined()
  server.answer('chat:send:files', () => ({
    ok: false,
    error: { code: 'not-found', message: 'Upload "a" first' },
  }))
  await app.actions.attachFiles(GENERAL, [file('a')])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass()
  const [failed] = outgoing()
  expect(failed?.state).toEqual({ phase: 'failed', reason: 'Upload "a" first.' })
  app.actions.retryMessage(GENERAL, failed!.clientId)
  await app.pass()
  expect(app.uploads).toHaveLength(2)
  expect(sent()).toHaveLength(2)
})
