import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { PREVIEW_MAX_BYTES } from '#shared/protocol/limits.ts'
import { ask, refusalOf } from '../support/conversation.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { bearer, fetchFile, upload } from '../support/media.ts'
import { pictureOf } from '../support/pictures.ts'
import { disguises, wav } from '../support/sounds.ts'

const large = pictureOf(1_200, 900)
const small = pictureOf(960, 720)

onEveryDeployment('previews of pictures', ({ person: enter, origin }) => {
  const person = (name: string, roomId?: string) =>
    enter(`${name} ${randomBytes(3).toString('hex')}`, roomId)

  async function bring({ token }: Participant, bytes: Uint8Array): Promise<string> {
    const reply = await upload(origin(), token, new Uint8Array(bytes))
    return ((await reply.json()) as { blobId: string }).blobId
  }

  const previewOf = async (sender: Participant, bytes: Uint8Array = small) => ({
    ...{ blobId: await bring(sender, bytes), width: 960, height: 720 },
  })

  const fileOf = async (sender: Participant, more: object = {}) => ({
    ...{ blobId: await bring(sender, large), name: 'photo.png', width: 1_200, height: 900 },
    ...more,
  })

  async function send(sender: Participant, roomId = 'general') {
    const files = [await fileOf(sender, { preview: await previewOf(sender) })]
    return (await ask(sender.client, 'chat:send:files', { roomId, files })).message
  }

  test('are told with the picture, and fetched with its key', async () => {
    const [anna, ben] = [await person('Anna', 'music'), await person('Ben', 'music')]
    const sent = await send(anna, 'music')
    const heard = await ben.client.next('chat:message', ({ type }) => type === 'file')
    const [picture] = sent.attachments
    expect(heard).toMatchObject({ id: sent.id, attachments: [picture] })
    expect(picture?.preview).toEqual({
      ...{ blobId: await bring(anna, small), mimeType: 'image/png', size: small.length },
      ...{ width: 960, height: 720, url: expect.any(String) },
    })
    const of = async (url = '') => {
      const { status, bytes } = await fetchFile(origin() + url)
      return [status, bytes.length]
    }
    expect(await of(picture?.url)).toEqual([200, large.length])
    expect(await of(picture?.preview?.url)).toEqual([200, small.length])
    const { headers } = await fetchFile(origin() + picture?.preview?.url)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'inline',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    const { messages } = await ask(ben.client, 'chat:media', { roomId: 'music', kind: 'pictures' })
    expect(messages).toEqual([sent])
    const history = await ask(ben.client, 'chat:history', { roomId: 'music' })
    expect(history.messages.at(-1)).toEqual(sent)
  })

  test('are for whoever may read the message, as long as there is one', async () => {
    const [anna, ben, eve] = [await person('Anna'), await person('Ben'), await person('Eve')]
    const { conversation } = await ask(anna.client, 'direct:open', { userId: ben.id })
    const sent = await send(anna, conversation.roomId)
    const url = sent.attachments[0]?.preview?.url ?? ''
    const [bare = ''] = url.split('?')
    const statusOf = async (path: string, reader?: Participant) => {
      const init = reader ? { headers: bearer(reader.token) } : {}
      return (await fetchFile(origin() + path, init)).status
    }
    expect(await statusOf(bare, ben)).toBe(200)
    expect(await statusOf(bare, eve)).toBe(404)
    // An address that was stolen is of no use to somebody who says who they are.
    expect(await statusOf(url, eve)).toBe(404)
    expect(await statusOf(url)).toBe(200)
    expect(await statusOf(bare)).toBe(404)
    const foreign = (await send(eve)).attachments[0]?.url.split('?')[1]
    expect(await statusOf(`${bare}?${foreign}`)).toBe(404)
    expect(await statusOf(bare.replace('/0/', '/1/'), ben)).toBe(404)
    await ask(anna.client, 'chat:delete', { messageId: sent.id })
    expect([await statusOf(url), await statusOf(bare, ben)]).toEqual([404, 404])
  })

  test('need not be: then there is none to fetch', async () => {
    const anna = await person('Anna')
    const files = [await fileOf(anna)]
    const { message } = await ask(anna.client, 'chat:send:files', { roomId: 'general', files })
    const [picture] = message.attachments
    expect(picture).not.toHaveProperty('preview')
    const path = picture?.url.replace('?', '/preview?') ?? ''
    expect((await fetchFile(origin() + path)).status).toBe(404)
  })

  test('may be the picture itself, or another file of the message', async () => {
    const anna = await person('Anna')
    const preview = await previewOf(anna)
    const files = [
      { ...(await fileOf(anna)), preview },
      { blobId: preview.blobId, name: 'b.png', preview },
    ]
    const { message } = await ask(anna.client, 'chat:send:files', { roomId: 'general', files })
    expect(message.attachments.map((picture) => picture.preview?.blobId)).toEqual([
      preview.blobId,
      preview.blobId,
    ])
  })

  test('are refused when they are of somebody else, no picture, or too large', async () => {
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const refused = async (preview: object, more: object = {}) => {
      const files = [await fileOf(anna, { ...more, preview })]
      return refusalOf(anna.client, 'chat:send:files', { roomId: 'general', files })
    }
    const foreign = pictureOf(10, 10, [randomBytes(1)[0]!, 1, 2])
    expect(await refused(await previewOf(ben, foreign))).toBe('not-found')
    expect(await refused({ blobId: 'a'.repeat(64), width: 1, height: 1 })).toBe('not-found')
    for (const bytes of [disguises.svg, disguises.html, wav()]) {
      expect(await refused(await previewOf(anna, bytes))).toBe('invalid')
    }
    const heavy = Buffer.concat([small, Buffer.alloc(PREVIEW_MAX_BYTES + 1 - small.length)])
    expect(await refused(await previewOf(anna, heavy))).toBe('too-large')
    expect(await refused(await previewOf(anna, heavy.subarray(0, PREVIEW_MAX_BYTES)))).toBe('ok')
    const words = { blobId: await bring(anna, Buffer.from('Just words')), name: 'a.txt' }
    expect(await refused(await previewOf(anna), words)).toBe('invalid')
  })

  test.each([
    ['no blob', { width: 1, height: 1 }],
    ['a blob that is none', { blobId: 'a', width: 1, height: 1 }],
    ['no size', { blobId: 'a'.repeat(64) }],
    ['no width', { blobId: 'a'.repeat(64), width: 0, height: 1 }],
    ['half a pixel', { blobId: 'a'.repeat(64), width: 1, height: 0.5 }],
    ['an address instead', 'https://example.org/a.png'],
  ])('with %s are refused', async (_what, preview) => {
    const anna = await person('Anna')
    const files = [{ blobId: '0'.repeat(64), name: 'a.png', preview }]
    expect(await refusalOf(anna.client, 'chat:send:files', { roomId: 'general', files })).toBe(
      'invalid',
    )
  })
})
