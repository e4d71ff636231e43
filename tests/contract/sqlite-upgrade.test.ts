import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_ROOMS } from '#shared/domain/rooms.ts'
import { createTempFolder, type TempFolder } from '../support/temp-folder.ts'
import type { FirstReleaseData } from './first-release.ts'
import { draftsOf, emojiOf, general, music, newPerson, publicly } from './fixtures.ts'
import { openSqlite } from './stores.ts'

const anna = newPerson('Anna')
const draft = draftsOf(anna)
const SAID = 120

let folder: TempFolder
beforeEach(() => {
  folder = createTempFolder('upgrade')
})
afterEach(() => folder.remove())

/** @returns the folder of the database */
async function makeFirstRelease(drafts: FirstReleaseData['drafts']): Promise<string> {
  const data = join(folder.path, 'data')
  mkdirSync(data)
  const workerData: FirstReleaseData = { file: join(data, 'parley.db'), person: anna, drafts }
  const script = resolve(import.meta.dirname, 'first-release.ts')
  await once(new Worker(pathToFileURL(script), { workerData }), 'exit')
  return data
}

test('a database of the first release is upgraded, and nothing in it changes', async () => {
  const drafts = Array.from({ length: SAID }, (_, index) => draft(`Line ${index + 1}`))
  const data = await makeFirstRelease(drafts)

  for (const round of ['upgraded', 'opened again']) {
    const store = await openSqlite(data)
    const page = await store.messages.page(general, { from: 'newest' }, SAID)
    expect(page, round).toEqual({
      messages: drafts.map((said, index) => ({
        ...said,
        type: 'text',
        seq: index + 1,
        changeSeq: index + 1,
        editedAt: null,
        deletedAt: null,
        replyTo: null,
        reactions: [],
        pin: null,
      })),
      more: false,
      moreAfter: false,
      lastSeq: SAID,
    })
    expect(await store.messages.changes(general, SAID, 10)).toMatchObject({ messages: [] })
    expect(await store.people.findByTokenHash(anna.tokenHash)).toMatchObject({
      ...publicly(anna),
      role: 'owner',
    })
    expect(await store.rooms.list()).toEqual(DEFAULT_ROOMS)
    await store.close()
  }
})

test('what was said before the upgrade can be changed after it', async () => {
  const said = draft('Line 1')
  const data = await makeFirstRelease([said, draft('Line 2')])
  const store = await openSqlite(data)
  const { id } = said
  expect(await store.messages.edit(id, 'Line one', 5)).toMatchObject({ seq: 1, changeSeq: 3 })
  const reaction = { messageId: id, person: publicly(anna), emoji: emojiOf('👍'), emojiMax: 20 }
  expect(await store.messages.react({ ...reaction, on: undefined })).toMatchObject({
    message: { changeSeq: 4, reactions: [{ emoji: '👍' }] },
  })
  const { message } = await store.messages.append(draft('Answer', { replyTo: id }))
  expect(message).toMatchObject({ seq: 5, replyTo: { seq: 1, excerpt: 'Line one' } })
  expect(await store.messages.append(draft('Elsewhere', { roomId: music }))).toMatchObject({
    message: { seq: 1, changeSeq: 1 },
  })
  await store.close()
})
