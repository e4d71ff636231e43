import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Download } from '#shared/ipc/downloads.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp } from '../../tests/support/render/create-app.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function started() {
  const done: string[] = []
  let tell = (_download: Download): void => undefined
  let problem: string | null = null
  const app = await createApp(createChatServer(), (platform) => ({
    ...platform,
    downloads: {
      save: async ({ url, name }) => {
        done.push(`save ${url} as ${name}`)
        return problem === null ? succeed(true) : fail(problem)
      },
      cancel: async (id) => {
        done.push(`cancel ${id}`)
        return succeed(null)
      },
      showInFolder: async (id) => {
        done.push(`show ${id}`)
        return succeed(null)
      },
      onChanged: (listener) => {
        tell = listener
        return () => undefined
      },
    },
  }))
  return {
    app,
    done,
    tell: (phase: Download['phase']) => tell({ id: 'one', name: 'a.txt', phase }),
    fail: (reason: string) => void (problem = reason),
    texts: () => app.state().notices.map(({ text }) => text),
  }
}

test('what is saved is told, with a way to where it is', async () => {
  const { app, done, tell, texts } = await started()
  await app.actions.saveAttachment({ url: 'http://a/api/media/x/0', name: 'a.txt' })
  expect(texts()).toEqual([])
  tell('saved')
  expect(app.state().notices).toMatchObject([
    { text: '“a.txt” is saved.', doing: 'Show in folder' },
  ])
  app.actions.takeOffer(app.state().notices[0]?.id ?? 0)
  expect(done).toEqual(['save http://a/api/media/x/0 as a.txt', 'show one'])
})

test('what takes long can be cancelled, and its word goes when it has ended', async () => {
  const { app, done, tell, texts } = await started()
  tell('saving')
  expect(app.state().notices).toMatchObject([{ text: 'Saving “a.txt” …', doing: 'Cancel' }])
  tell('saved')
  expect(texts()).toEqual(['“a.txt” is saved.'])
  tell('saving')
  const { id = 0 } = app.state().notices.find(({ doing }) => doing === 'Cancel') ?? {}
  app.actions.takeOffer(id)
  expect(done).toEqual(['cancel one'])
  tell('cancelled')
  expect(texts().at(-1)).toBe('“a.txt” was not saved, as you wished.')
})

test('what cannot be saved is a problem, before it begins and after', async () => {
  const { app, tell, fail: failWith } = await started()
  tell('failed')
  failWith('This is no file of a server.')
  await app.actions.saveAttachment({ url: 'http://a/', name: 'b.txt' })
  expect(app.state().notices).toMatchObject([
    { tone: 'problem', text: expect.stringMatching(/^“a\.txt” could not be saved/) },
    { tone: 'problem', text: '“b.txt” was not saved. This is no file of a server.' },
  ])
})
