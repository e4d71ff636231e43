import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { bearer, fetchFile, upload } from '../support/media.ts'
import { disguises, png } from '../support/sounds.ts'

onEveryDeployment('messages with files', ({ person: enter, origin }) => {
  const person = (name: string) => enter(`${name} ${randomBytes(3).toString('hex')}`)

  async function bring({ token }: Participant, bytes: Uint8Array): Promise<string> {
    const reply = await upload(origin(), token, new Uint8Array(bytes))
    return ((await reply.json()) as { blobId: string }).blobId
  }

  const send = ({ client }: Participant, more: Readonly<Record<string, unknown>>) =>
    client.call('chat:send:files', { roomId: 'general', ...more } as never)

  test('are heard by everybody with what they carry, in the order of the sender', async () => {
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const words = Buffer.from('Just words')
    const sent = await send(anna, {
      text: 'Look',
      files: [
        { blobId: await bring(anna, png), name: '../a/Über.png', width: 1, height: 1 },
        { blobId: await bring(anna, words), name: 'notes.txt' },
      ],
    })
    if (!sent.ok) throw new Error(sent.error.message)
    const heard = await ben.client.next('chat:message', ({ type }) => type === 'file')
    expect(heard).toMatchObject({
      ...{ id: sent.message.id, text: 'Look', type: 'file' },
      attachments: [
        { name: 'Über.png', mimeType: 'image/png', size: png.length, width: 1, height: 1 },
        { name: 'notes.txt', mimeType: 'application/octet-stream', size: words.length },
      ],
    })
    const [picture, text] = sent.message.attachments
    const shown = await fetchFile(origin() + picture!.url)
    expect([shown.status, shown.bytes.equals(png)]).toEqual([200, true])
    expect(shown.headers.get('content-disposition')).toMatch(
      /^inline;.*filename\*=UTF-8''%C3%9Cber.png/,
    )
    const saved = await fetchFile(origin() + text!.url)
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment;.*notes\.txt/)
    const found = await ben.client.call('chat:search', { query: 'has:image Look' } as never)
    expect(found).toMatchObject({ results: [{ message: { id: sent.message.id } }] })
  })

  test.each(Object.entries(disguises))(
    '%s called a picture is only ever saved',
    async (_name, bytes) => {
      const anna = await person('Anna')
      const sent = await send(anna, {
        files: [{ blobId: await bring(anna, bytes), name: 'harmless.png' }],
      })
      if (!sent.ok) throw new Error(sent.error.message)
      const { headers } = await fetchFile(origin() + sent.message.attachments[0]!.url)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toMatch(/^attachment/)
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    },
  )

  test('are sent by whoever brought the files, once, and end with the message', async () => {
    const [anna, ben] = [await person('Anna'), await person('Ben')]
    const blobId = await bring(anna, randomBytes(100))
    const files = [{ blobId, name: 'a.bin' }]
    expect(await send(ben, { files })).toMatchObject({ error: { code: 'not-found' } })
    const request = { files, clientId: randomUUID() }
    const [first, again] = [await send(anna, request), await send(anna, request)]
    if (!first.ok) throw new Error(first.error.message)
    expect(again).toMatchObject({ duplicate: true, message: { id: first.message.id } })
    const { url } = first.message.attachments[0]!
    const withoutKey = url.split('?')[0]!
    const carl = await person('Carl')
    expect((await fetchFile(origin() + withoutKey)).status).toBe(404)
    const headers = bearer(carl.token)
    expect((await fetchFile(origin() + withoutKey, { headers })).status).toBe(200)
    await anna.client.call('chat:delete', { messageId: first.message.id } as never)
    expect((await fetchFile(origin() + url)).status).toBe(404)
  })

  test.each([
    ['no files', { files: [] }],
    [
      'too many files',
      { files: Array.from({ length: 11 }, () => ({ blobId: '0'.repeat(64), name: 'a' })) },
    ],
    ['a file that is none', { files: [{ blobId: 'a', name: 'a' }] }],
    ['a file without a name', { files: [{ blobId: '0'.repeat(64) }] }],
    ['no width', { files: [{ blobId: '0'.repeat(64), name: 'a', width: 0 }] }],
    ['files that are no list', { files: 'a' }],
    ['words that are no text', { text: 1, files: [{ blobId: '0'.repeat(64), name: 'a' }] }],
  ])('with %s are refused', async (_name, more) => {
    expect(await send(await person('Anna'), more)).toMatchObject({ error: { code: 'invalid' } })
  })
})
