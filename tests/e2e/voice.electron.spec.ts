import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { button } from '../support/e2e/conversations.ts'
import { quitWhenClosed } from '../support/e2e/desktop-app.ts'
import {
  isRecording,
  loudness,
  playIntoMicrophone,
  setSpeaking,
  speakBesideFan,
} from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import { expectTune, play, recordTo, TUNE } from '../support/e2e/voice-notes.ts'
import { freePort } from '../support/free-port.ts'

// No note of a chime.
const HOST_HZ = 540
const GUEST_HZ = 700
const HEARD_DB = -45
const SILENT_DB = -60
const PATIENCE = { timeout: 60_000 }

test('the desktop apps of a host and a guest talk to each other', async ({ apps }) => {
  const port = await freePort()
  const { parley: anna } = await apps.openWithVoice(HOST_HZ, port)
  await anna.host('Anna Kim')
  const { parley: bob } = await apps.openWithVoice(GUEST_HZ)
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)

  const hears = (person: ParleyPage, frequency: number) =>
    expect.poll(() => loudness(person.page, frequency), PATIENCE)
  await button(anna, 'Join voice').click()
  await button(bob, 'Join voice').click()
  await hears(anna, GUEST_HZ).toBeGreaterThan(HEARD_DB)
  await hears(bob, HOST_HZ).toBeGreaterThan(HEARD_DB)
  await hears(anna, HOST_HZ).toBeLessThan(SILENT_DB)

  await button(bob, 'Mute').click()
  await hears(anna, GUEST_HZ).toBeLessThan(SILENT_DB)
  await button(bob, 'Unmute').click()
  await hears(anna, GUEST_HZ).toBeGreaterThan(HEARD_DB)

  await button(bob, 'Leave voice').click()
  await hears(anna, GUEST_HZ).toBeLessThan(SILENT_DB)
  await expect.poll(() => isRecording(bob.page)).toBe(false)
  expect(apps.consoleErrors()).toEqual([])
})

test('recordings go to the downloads, and closing the window asks before one is lost', async ({
  apps,
  newFolder,
}) => {
  const desktop = await apps.openWithVoice(HOST_HZ, await freePort())
  const { app, parley: anna } = desktop
  const downloads = newFolder('downloads')
  await app.evaluate(({ app: electronApp }, path) => {
    electronApp.setPath('downloads', path)
  }, downloads)
  await quitWhenClosed(anna.page)
  await anna.host('Anna Kim')
  const dock = anna.page.getByRole('region', { name: 'Voice' })
  const record = async () => {
    await button(anna, 'Record').click()
    await button(anna, 'Start recording').click()
    await expect(dock.getByRole('time')).not.toHaveText('0:00', PATIENCE)
  }
  const closeWindow = (answer: number): Promise<string> =>
    app.evaluate(
      ({ BrowserWindow, dialog }, response) =>
        new Promise<string>((resolve) => {
          dialog.showMessageBoxSync = (_window: unknown, options?: { message: string }) => {
            resolve(options?.message ?? '')
            return response
          }
          BrowserWindow.getAllWindows()[0]?.close()
        }),
      answer,
    )
  const files = () => readdirSync(downloads).filter((name) => name.endsWith('.webm'))
  /** Those with something in them: a file is there before its content is. */
  const saved = () => files().filter((name) => statSync(join(downloads, name)).size > 1_000)

  await button(anna, 'Join voice').click()
  await expect(dock.getByText('Voice connected')).toBeVisible(PATIENCE)
  await record()
  expect(await closeWindow(0)).toBe('A recording is not saved yet')
  await button(anna, 'Stop recording').click()
  await expect.poll(saved, PATIENCE).toHaveLength(1)
  expect(saved()[0]).toMatch(/^Parley General \d{4}-\d\d-\d\d \d\d-\d\d\.webm$/)
  await record()
  await button(anna, 'Leave voice').click()
  await expect.poll(saved, PATIENCE).toHaveLength(2)

  await button(anna, 'Join voice').click()
  await expect(dock.getByText('Voice connected')).toBeVisible(PATIENCE)
  await record()
  expect(desktop.consoleErrors).toEqual([])
  const exit = new Promise((resolve) => app.process().once('exit', resolve))
  // The answer may be lost with the app.
  await closeWindow(1).catch(() => undefined)
  await exit
  expect(files()).toHaveLength(2)
})

test('the app takes the noise out of a voice by itself', async ({ apps }) => {
  const { parley: anna } = await apps.openWithVoice(HOST_HZ, await freePort())
  await anna.host('Anna Kim')
  await speakBesideFan(anna.page)
  await setSpeaking(anna.page, false)
  await anna.page.getByRole('button', { name: 'Settings', exact: true }).click()
  const dialog = anna.page.getByRole('dialog', { name: 'Settings' })
  const suppress = (how: string) => dialog.getByRole('radio', { name: how }).click()
  // Loud below 100 Hz, as hiss, so that a single frequency has little of it.
  const fan = expect.poll(() => loudness(anna.page, 60), PATIENCE)

  await dialog.getByRole('button', { name: 'Test microphone' }).click()
  await fan.toBeGreaterThan(-60)
  await suppress('Strong')
  await fan.toBeLessThan(-75)
  await setSpeaking(anna.page, true)
  await expect.poll(() => loudness(anna.page, 700), PATIENCE).toBeGreaterThan(HEARD_DB)
  await setSpeaking(anna.page, false)
  await fan.toBeLessThan(-75)
  await suppress('Standard')
  await fan.toBeGreaterThan(-60)
  expect(apps.consoleErrors()).toEqual([])
})

test('a voice message of the app survives its renderer, and is sent and played', async ({
  apps,
}) => {
  const { parley: anna } = await apps.openWithVoice(HOST_HZ, await freePort())
  await anna.host('Anna Kim')
  const bar = anna.page.getByRole('group', { name: 'Voice message being recorded' })
  await button(anna, 'Record voice message').click()
  await expect(bar.getByRole('timer')).toHaveText(/0:0[2-9]/, PATIENCE)
  await anna.page.reload()
  await button(anna, "Join Anna Kim's server").click()
  await expect(bar).toBeVisible(PATIENCE)
  await button(anna, 'Listen before sending').click()
  await expect(
    button(anna, 'Pause playback').or(button(anna, 'Listen before sending')),
  ).toBeVisible()
  await button(anna, 'Send voice message').click()
  const message = anna.messages.getByRole('group', { name: 'Voice message' })
  await expect(message.getByRole('button', { name: 'Play voice message' })).toBeEnabled(PATIENCE)
  await message.getByRole('button', { name: 'Play voice message' }).click()
  await expect(message.getByRole('slider')).toHaveAttribute(
    'aria-valuetext',
    /^0:0[1-9] of/,
    PATIENCE,
  )
  expect(apps.consoleErrors()).toEqual([])
})

test('a voice message of one app is played in the other, and is what the microphone heard', async ({
  apps,
}) => {
  const port = await freePort()
  const { parley: anna } = await apps.openWithVoice(HOST_HZ, port)
  await anna.host('Anna Kim')
  const { parley: bob } = await apps.openWithVoice(GUEST_HZ)
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await playIntoMicrophone(anna.page, TUNE)
  await button(anna, 'Record voice message').click()
  await recordTo(anna, 4)
  await button(anna, 'Pause recording').click()
  await button(anna, 'Listen before sending').click()
  await button(anna, 'Send voice message').click()
  await expectTune(bob, await play(bob))
  expect(apps.consoleErrors()).toEqual([])
})
