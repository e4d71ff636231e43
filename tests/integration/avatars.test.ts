import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { AVATAR_MAX_BYTES } from '#shared/protocol/limits.ts'
import type { TestClient } from '../support/client.ts'
import { onEveryDeployment } from '../support/deployments.ts'
import { fetchFile, upload } from '../support/media.ts'
import { disguises, png, sounds } from '../support/sounds.ts'

/** A picture of its own: what follows the end of a PNG is not part of it. */
const newPicture = (bytes = 8): Buffer => Buffer.concat([png, randomBytes(bytes)])

onEveryDeployment('pictures of people', (deployment) => {
  const { origin, person } = deployment
  // Before the servers end: nothing about files either, whatever their level.
  afterAll(() => {
    for (const { output } of deployment.servers) {
      expect(output.stderr).not.toMatch(/"level"|DATA_DIR/)
    }
  })

  const somebody = () => person(`Guest ${randomBytes(3).toString('hex')}`)

  async function bring(token: string, bytes: Uint8Array): Promise<string> {
    const reply = await upload(origin(), token, Uint8Array.from(bytes))
    return ((await reply.json()) as { blobId: string }).blobId
  }

  async function wear(client: TestClient, avatar: string | null): Promise<string | null> {
    const reply = await client.call('profile:update', { avatar } as never)
    if (!reply.ok) throw new Error(reply.error.message)
    return (reply as { you: { avatar: string | null } }).you.avatar
  }

  test('are seen by everybody, as long as they are worn', async () => {
    const { client, token } = await somebody()
    const [first, second] = [newPicture(), newPicture()]
    const path = await wear(client, await bring(token, first))
    const shown = await fetchFile(origin() + path)
    expect([shown.status, shown.bytes.equals(first)]).toEqual([200, true])
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    const other = await wear(client, await bring(token, second))
    expect((await fetchFile(origin() + other)).bytes.equals(second)).toBe(true)
    expect((await fetchFile(origin() + path)).status).toBe(404)
    expect(await wear(client, null)).toBeNull()
    expect((await fetchFile(origin() + other)).status).toBe(404)
  })

  test('have to be brought by whoever wears them', async () => {
    const [anna, ben] = [await somebody(), await somebody()]
    const blobId = await bring(anna.token, newPicture())
    for (const avatar of [blobId, 'f'.repeat(64)]) {
      expect(await ben.client.call('profile:update', { avatar } as never)).toMatchObject({
        error: { code: 'not-found' },
      })
    }
    for (const avatar of ['../../parley.db', '', 17, blobId.toUpperCase()]) {
      expect(await anna.client.call('profile:update', { avatar } as never)).toMatchObject({
        error: { code: 'invalid' },
      })
    }
  })

  test.each(Object.entries({ ...disguises, 'a sound': sounds.wav }))(
    'are not %s',
    async (_name, bytes) => {
      const { client, token } = await somebody()
      const avatar = await bring(token, bytes)
      expect(await client.call('profile:update', { avatar } as never)).toMatchObject({
        error: { code: 'invalid' },
      })
    },
  )

  test('are not larger than the limit', async () => {
    const { client, token } = await somebody()
    const avatar = await bring(token, newPicture(AVATAR_MAX_BYTES))
    expect(await client.call('profile:update', { avatar } as never)).toMatchObject({
      error: { code: 'too-large' },
    })
  })
})
