import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import { ask, refusalOf, say } from '../support/conversation.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { speak, upload } from '../support/media.ts'
import { png } from '../support/sounds.ts'

onEveryDeployment('the list of what was sent', ({ person: enter, open, origin }) => {
  const person = (name: string, roomId?: string) =>
    enter(`${name} ${randomBytes(3).toString('hex')}`, roomId)

  async function bring({ token }: Participant, bytes: Uint8Array): Promise<string> {
    const reply = await upload(origin(), token, new Uint8Array(bytes))
    return ((await reply.json()) as { blobId: string }).blobId
  }

  async function send(sender: Participant, roomId: string, ...contents: readonly Uint8Array[]) {
    const files = []
    for (const content of contents) files.push({ blobId: await bring(sender, content), name: 'it' })
    return (await ask(sender.client, 'chat:send:files', { roomId, files })).message
  }

  const list = async ({ client }: Participant, roomId: string, kind: MediaKind, more = {}) => {
    const page = await ask(client, 'chat:media', { roomId, kind, ...more })
    return { ids: page.messages.map(({ id }) => id), more: page.more }
  }

  test('is read by everybody there, page by page, and follows what is deleted', async () => {
    const [anna, ben] = [await person('Anna', 'music'), await person('Ben', 'music')]
    const picture = await send(anna, 'music', png)
    await say(ben.client, 'music', 'Nice')
    const both = await send(ben, 'music', png, Buffer.from('Words'))
    const voice = await speak(anna.client, 'music')
    expect(await list(ben, 'music', 'pictures')).toEqual({
      ids: [both.id, picture.id],
      more: false,
    })
    expect(await list(anna, 'music', 'files')).toEqual({ ids: [both.id], more: false })
    expect(await list(ben, 'music', 'voice')).toEqual({ ids: [voice.id], more: false })
    expect(await list(anna, 'music', 'pictures', { limit: 1 })).toEqual({
      ids: [both.id],
      more: true,
    })
    const { seq: before } = both
    expect(await list(anna, 'music', 'pictures', { limit: 1, before })).toEqual({
      ids: [picture.id],
      more: false,
    })
    const { messages } = await ask(ben.client, 'chat:media', { roomId: 'music', kind: 'files' })
    expect(messages).toEqual([both])
    await ask(ben.client, 'chat:delete', { messageId: both.id })
    expect(await list(anna, 'music', 'pictures')).toEqual({ ids: [picture.id], more: false })
    expect(await list(anna, 'music', 'files')).toEqual({ ids: [], more: false })
  })

  test('is for whoever may read the history', async () => {
    const [anna, ben, eve] = [await person('Anna'), await person('Ben'), await person('Eve')]
    const { conversation } = await ask(anna.client, 'direct:open', { userId: ben.id })
    const between = conversation.roomId
    const sent = await send(anna, between, png)
    expect((await list(ben, between, 'pictures')).ids).toEqual([sent.id])
    const ofEve = (roomId: string) => refusalOf(eve.client, 'chat:media', { roomId, kind: 'files' })
    expect(await ofEve(between)).toBe('not-found')
    expect(await ofEve('attic')).toBe('not-found')
    // Until she follows it, or is in it.
    expect(await ofEve('gaming')).toBe('forbidden')
    await ask(eve.client, 'conversations:follow', {})
    expect(await ofEve('gaming')).toBe('ok')
    expect(await ofEve(between)).toBe('not-found')
    const stranger = await open()
    const ofStranger = { roomId: 'general', kind: 'files' }
    expect(await refusalOf(stranger, 'chat:media', ofStranger)).toBe('unauthorized')
  })

  test.each([
    ['a kind that there is not', { kind: 'everything' }],
    ['no kind', { kind: undefined }],
    ['a page of nothing', { limit: 0 }],
    ['a page that is too long', { limit: 101 }],
    ['a number that no message has', { before: 0 }],
    ['no room', { roomId: 7 }],
  ])('is refused with %s', async (_what, wrong) => {
    const anna = await person('Anna')
    const input = { roomId: 'general', kind: 'files', ...wrong }
    const reply = await anna.client.call('chat:media', input as never)
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })
})
