import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { AppOfTest } from '../support/e2e/apps.ts'
import { button, chooseAction } from '../support/e2e/conversations.ts'
import { startBuiltServer } from '../support/e2e/built-server.ts'
import { sendFiles } from '../support/e2e/files.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import { freePort } from '../support/free-port.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const MIB = 1024 * 1024

/** In the middle of a file: from here on nothing more of it arrives. */
const STALL = 'and then the line went quiet'

const patience = { timeout: 60_000 }

let folder: string
let desktop: AppOfTest
let anna: ParleyPage
let port: number

test.beforeEach(async ({ apps, newFolder }) => {
  folder = newFolder('downloads')
  mkdirSync(join(folder, 'saved'))
  port = await freePort()
  desktop = await apps.open({ userData: join(folder, 'profile'), port })
  anna = desktop.parley
})

const saved = (name: string): string => join(folder, 'saved', name)

/** What the app was asked and did outside of its window, where no test can look. */
interface Outside {
  readonly suggested: string[]
  readonly shown: string[]
  readonly progress: number[]
}

/** Answers the system's window for saving with this folder and the name that it suggests; null cancels it. */
const answerSaving = (into: string | null): Promise<void> =>
  desktop.app.evaluate(({ dialog, shell, BrowserWindow }, home) => {
    const seen: Outside = { suggested: [], shown: [], progress: [] }
    Object.assign(globalThis, { outside: seen })
    const save = (_window: unknown, options: { defaultPath?: string }) => {
      const name = String(options.defaultPath).split(/[\\/]/).at(-1) ?? ''
      seen.suggested.push(name)
      return Promise.resolve({
        canceled: home === null,
        filePath: home === null ? '' : `${home}/${name}`,
      })
    }
    dialog.showSaveDialog = save as typeof dialog.showSaveDialog
    shell.showItemInFolder = (path) => void seen.shown.push(path)
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.setProgressBar = (part) => void seen.progress.push(part)
  }, into)

const outside = (): Promise<Outside> =>
  desktop.app.evaluate(() => (globalThis as unknown as { outside: Outside }).outside)

const plain = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/plain', buffer })

test('a file is saved where somebody chose, and shown there', async () => {
  await anna.host('Anna Kim')
  const bytes = randomBytes(3 * MIB)
  await sendFiles(anna, plain('what: a "file".bin', bytes))
  await answerSaving(join(folder, 'saved'))
  await button(anna, /^what/).click()
  const told = anna.page.getByText('“what_ a _file_.bin” is saved.')
  await expect(told).toBeVisible()
  expect(readFileSync(saved('what_ a _file_.bin')).equals(bytes)).toBe(true)
  await button(anna, 'Show in folder').click()
  await expect(told).toHaveCount(0)
  const { suggested, shown, progress } = await outside()
  expect(suggested).toEqual(['what_ a _file_.bin'])
  expect(shown).toEqual([saved('what_ a _file_.bin')])
  expect(progress.length).toBeGreaterThan(1)
  expect(progress.at(-1)).toBe(-1)
  expect(desktop.consoleErrors).toEqual([])
})

test('several at once are all saved, and the bar ends with the last one', async () => {
  await anna.host('Anna Kim')
  const contents = [randomBytes(2 * MIB), randomBytes(4 * MIB), randomBytes(MIB)]
  await sendFiles(anna, ...contents.map((buffer, index) => plain(`part ${index}.bin`, buffer)))
  await answerSaving(join(folder, 'saved'))
  for (const index of contents.keys()) await button(anna, new RegExp(`^part ${index}`)).click()
  for (const [index, bytes] of contents.entries()) {
    await expect(anna.page.getByText(`“part ${index}.bin” is saved.`)).toBeVisible()
    expect(readFileSync(saved(`part ${index}.bin`)).equals(bytes)).toBe(true)
  }
  await expect.poll(async () => (await outside()).progress.at(-1)).toBe(-1)
})

test('whoever changes their mind saves nothing, and is told nothing', async () => {
  await anna.host('Anna Kim')
  await sendFiles(anna, plain('notes.txt', Buffer.from('Just words')))
  await answerSaving(null)
  await button(anna, /^notes\.txt/).click()
  await expect.poll(async () => (await outside()).suggested).toEqual(['notes.txt'])
  await answerSaving(join(folder, 'saved'))
  await button(anna, /^notes\.txt/).click()
  await expect(anna.page.getByText('“notes.txt” is saved.')).toHaveCount(1)
  // Of the first time the page would have been told before.
  await expect(anna.page.getByText('“notes.txt”')).toHaveCount(1)
  expect(readdirSync(join(folder, 'saved'))).toEqual(['notes.txt'])
})

test('one that was deleted meanwhile is told of in words, and leaves nothing behind', async () => {
  await anna.host('Anna Kim')
  await sendFiles(anna, plain('notes.txt', Buffer.from('Just words')))
  await button(anna, 'Media and files').click()
  await anna.page.getByRole('tab', { name: 'Files' }).click()
  await answerSaving(join(folder, 'saved'))
  // The window for saving stays open while the message is deleted.
  await desktop.app.evaluate(({ dialog }) => {
    const answer = dialog.showSaveDialog
    const held = new Promise<void>((resolve) => Object.assign(globalThis, { answerNow: resolve }))
    dialog.showSaveDialog = (async (...asked: Parameters<typeof answer>) => {
      await held
      return answer(...asked)
    }) as typeof answer
  })
  await button(anna, 'Download notes.txt').click()
  await chooseAction(anna, 'notes.txt', 'Delete message')
  await button(anna.page.getByRole('dialog'), 'Delete').click()
  await expect(button(anna, 'Download notes.txt')).toHaveCount(0)
  await desktop.app.evaluate(() => (globalThis as unknown as { answerNow: () => void }).answerNow())
  await expect(anna.page.getByText('“notes.txt” could not be saved.')).toBeVisible()
  expect(readdirSync(join(folder, 'saved'))).toEqual([])
  expect((await outside()).progress.at(-1) ?? -1).toBe(-1)
})

test('one that takes long is told of, and ends when somebody or the server wants it', async () => {
  const server = await startBuiltServer({ dataFolder: join(folder, 'server'), port })
  const proxy = await startTcpProxy(port)
  await anna.joinByAddress('Anna Kim', proxy.origin)
  const bytes = Buffer.concat([randomBytes(MIB), Buffer.from(STALL), randomBytes(MIB)])
  await sendFiles(anna, plain('long.bin', bytes))
  await expect(button(anna, /^long\.bin/)).toBeVisible()
  await answerSaving(join(folder, 'saved'))
  const stall = async (): Promise<void> => {
    proxy.whenServerSays(STALL, () => proxy.swallowAnswers())
    await button(anna, /^long\.bin/).click()
    await expect(anna.page.getByText('Saving “long.bin” …')).toBeVisible()
  }
  await stall()
  expect((await outside()).progress.at(-1)).toBeGreaterThan(0)
  await button(anna, 'Cancel').click()
  await expect(anna.page.getByText('“long.bin” was not saved, as you wished.')).toBeVisible()
  expect((await outside()).progress.at(-1)).toBe(-1)
  expect(readdirSync(join(folder, 'saved'))).toEqual([])

  // Connections that end come back by themselves, and it goes on where it was.
  await stall()
  proxy.cut()
  await expect(anna.page.getByText('“long.bin” is saved.')).toBeVisible(patience)
  expect(readFileSync(saved('long.bin')).equals(bytes)).toBe(true)
  rmSync(saved('long.bin'))

  await stall()
  proxy.refuse(true)
  await expect(anna.page.getByText('“long.bin” could not be saved.')).toBeVisible(patience)
  await expect(anna.page.getByText('Saving “long.bin” …')).toHaveCount(0)
  expect((await outside()).progress.at(-1)).toBe(-1)
  expect(readdirSync(join(folder, 'saved'))).toEqual([])
  await proxy.close()
  await server.stop()
})

/** As a page does that asks by itself, without a button. @returns whether the app took it up */
const ask = (url: string): Promise<boolean> =>
  anna.page.evaluate(async (wanted) => {
    const bridge = (
      globalThis as unknown as {
        parley: { request(name: string, input: unknown): Promise<{ ok: boolean }> }
      }
    ).parley
    return (await bridge.request('downloads:save', { url: wanted, name: 'a.txt' })).ok
  }, url)

test('the page saves nothing but files of a server', async () => {
  await anna.host('Anna Kim')
  await answerSaving(join(folder, 'saved'))
  const origin = `http://127.0.0.1:${port}`
  expect(await ask('file:///etc/passwd')).toBe(false)
  expect(await ask('data:text/plain,x')).toBe(false)
  expect(await ask(`${origin}/api/health`)).toBe(false)
  expect(await ask(`${origin}/api/media/../health`)).toBe(false)
  expect((await outside()).suggested).toEqual([])
})

test('a server cannot have another one answer', async () => {
  const other = createServer((_request, response) => response.end('Not of this server'))
  const server = createServer((_request, response) => {
    response.writeHead(302, { location: `${originOf(other)}/api/media/a/0` }).end()
  })
  for (const one of [other, server]) await once(one.listen(0, '127.0.0.1'), 'listening')
  await answerSaving(join(folder, 'saved'))
  expect(await ask(`${originOf(server)}/api/media/a/0`)).toBe(true)
  await expect(anna.page.getByText('“a.txt” could not be saved.')).toBeVisible()
  expect(readdirSync(join(folder, 'saved'))).toEqual([])
  // Asked directly, it may.
  expect(await ask(`${originOf(other)}/api/media/a/0`)).toBe(true)
  await expect(anna.page.getByText('“a.txt” is saved.')).toBeVisible()
  for (const one of [other, server]) one.close()
})

const originOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`
