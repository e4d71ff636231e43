import type { Locator } from '@playwright/test'
import { answerIn, callWindowFrom, hideWindows, paintScreen } from '../support/e2e/app-windows.ts'
import type { AppOfTest } from '../support/e2e/apps.ts'
import {
  accept,
  addToCall,
  call,
  callPanel,
  expectTalking,
  groupPanel,
  peopleOfCall,
} from '../support/e2e/calls.ts'
import { button } from '../support/e2e/conversations.ts'
import { BLUE, expectSees, expectSeesNo, giveFace, GREEN, RED } from '../support/e2e/fake-camera.ts'
import { isRecording } from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { createTabs, type Tabs } from '../support/e2e/tab.ts'
import { expect, test as base } from '../support/e2e/test.ts'
import { watchTray } from '../support/e2e/tray.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  CAROL_HZ,
  expectHears,
  expectHearsNothingOf,
  openWithVoice,
  PATIENCE,
} from '../support/e2e/voice.ts'
import { freePort } from '../support/free-port.ts'

/** An app that hosts, with Anna in it, who has a face and a screen of a colour. */
interface Hosted {
  readonly address: string
  readonly anna: ParleyPage
  /** Tabs of the page that her app serves. */
  readonly tabs: Tabs
}

const test = base.extend<{ readonly hosted: Hosted }>({
  hosted: async ({ apps, browser }, use) => {
    const port = await freePort()
    const address = `127.0.0.1:${port}`
    const { app, page, parley: anna } = await apps.openWithVoice(ANNA_HZ, port)
    await giveFace(app.context(), { face: RED, screen: RED })
    await page.reload()
    await anna.host('Anna Kim')
    const tabs = createTabs(browser, `http://${address}`)
    await use({ address, anna, tabs })
    await tabs.closeAll()
  },
})

interface Voice {
  readonly name: string
  readonly hz: number
  readonly person: ParleyPage
}

const annasVoice = ({ anna }: Hosted): Voice => ({ name: 'Anna Kim', hz: ANNA_HZ, person: anna })

/** All of them are in the group call, and hear all others. */
async function expectAllHear(voices: readonly Voice[]): Promise<void> {
  for (const { person } of voices) {
    await expect(groupPanel(person).getByText('In a call')).toBeVisible(PATIENCE)
    await expect(peopleOfCall(person)).toHaveCount(voices.length, PATIENCE)
    for (const other of voices) {
      if (other.person !== person) await expectHears(person, other.hz)
    }
  }
}

async function talkWithBob(anna: ParleyPage, bob: ParleyPage): Promise<void> {
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectTalking(anna, 'Bob')
  await expectTalking(bob, 'Anna Kim')
}

const screenPicker = ({ page }: ParleyPage) =>
  page.getByRole('dialog', { name: 'Share your screen' })

test('two apps and a tab hear and see each other, and who leaves leaves the others talking', async ({
  apps,
  hosted,
}) => {
  const { anna, tabs } = hosted
  const bobsApp = await apps.openWithScreen(BOB_HZ)
  const bob = bobsApp.parley
  await bob.joinByAddress('Bob', hosted.address)
  const carol = await openWithVoice(tabs, 'Carol', CAROL_HZ, (context) =>
    giveFace(context, { face: GREEN, screen: GREEN }),
  )
  const [annas, bobs, carols] = [
    annasVoice(hosted),
    { name: 'Bob', hz: BOB_HZ, person: bob },
    { name: 'Carol', hz: CAROL_HZ, person: carol },
  ]
  await talkWithBob(anna, bob)
  await addToCall(anna, 'Carol')
  await accept(carol, 'Anna Kim')
  await expectAllHear([annas, bobs, carols])

  await button(groupPanel(anna), 'Turn camera on').click()
  await button(groupPanel(carol), 'Turn camera on').click()
  await expectSees(carol.page, 'Anna Kim', RED)
  await expectSees(bob.page, 'Anna Kim', RED)
  await expectSees(bob.page, 'Carol', GREEN)
  await paintScreen(bobsApp, BLUE)
  await button(groupPanel(bob), 'Share your screen').click()
  await expect(screenPicker(bob).getByRole('radio').first()).toBeVisible(PATIENCE)
  await expectSeesNo(carol.page, 'Screen of Bob')
  await screenPicker(bob).getByRole('radio').first().click()
  await button(screenPicker(bob), 'Share').click()
  await expectSees(carol.page, 'Screen of Bob', BLUE)
  await expectSees(anna.page, 'Screen of Bob', BLUE)

  await button(groupPanel(bob), 'Hang up').click()
  await expectSeesNo(carol.page, 'Screen of Bob')
  await expectHearsNothingOf(carol, BOB_HZ)
  await expect.poll(() => isRecording(bob.page)).toBe(false)
  await expectAllHear([annas, carols])
  await expectSees(anna.page, 'Carol', GREEN)
  expect([...apps.consoleErrors(), ...tabs.consoleErrors]).toEqual([])
})

test('the call window of a third app says who is there, and its tray mutes and leaves', async ({
  apps,
  hosted,
}) => {
  const { anna, tabs } = hosted
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  const carolsApp = await apps.openWithVoice(CAROL_HZ)
  const carol = carolsApp.parley
  await carol.joinByAddress('Carol', hosted.address)
  const [annas, bobs, carols] = [
    annasVoice(hosted),
    { name: 'Bob', hz: BOB_HZ, person: bob },
    { name: 'Carol', hz: CAROL_HZ, person: carol },
  ]
  const tray = await watchTray(carolsApp)
  await talkWithBob(anna, bob)
  await hideWindows(carolsApp)
  await addToCall(anna, 'Carol')
  const window = await callWindowFrom(carolsApp, 'Anna Kim')
  await expect(window.getByText('is calling, with Bob')).toBeVisible()
  expect(await tray.labels()).toContain('Anna Kim is calling, with Bob')
  await answerIn(window, 'Accept')
  await expectAllHear([annas, bobs, carols])

  await expect
    .poll(async () => (await tray.labels())[0])
    .toMatch(/^In a call with (Anna Kim and Bob|Bob and Anna Kim), \d+ min$/)
  expect((await tray.labels()).slice(1, 3)).toEqual(['Mute', 'Hang up'])
  await tray.click('Mute')
  await expectHearsNothingOf(bob, CAROL_HZ)
  await expectHearsNothingOf(anna, CAROL_HZ)
  await expect(peopleOfCall(bob).filter({ hasText: 'Carol' }).getByLabel('Muted')).toBeVisible()
  await expect.poll(tray.labels).toContain('Unmute')
  await tray.click('Unmute')
  await expectHears(bob, CAROL_HZ)

  await tray.click('Hang up')
  await expect.poll(tray.labels).toEqual(['Open Parley', '', 'Quit Parley'])
  await expect.poll(() => isRecording(carol.page)).toBe(false)
  await expectAllHear([annas, bobs])
  expect([...apps.consoleErrors(), ...tabs.consoleErrors]).toEqual([])
})

/** What the conversation on the screen says of calls that went well. */
const callsIn = ({ messages }: ParleyPage): Locator => messages.getByText(/^Call, \d+:\d\d$/)

/** Nothing of a call is left here, and the person was told why. */
async function expectLeftOver(person: ParleyPage): Promise<void> {
  await expect(person.page.getByText('Everybody else has left the call.')).toBeVisible(PATIENCE)
  await expect(groupPanel(person)).toHaveCount(0)
  await expect(person.page.locator('video')).toHaveCount(0)
  await expect.poll(() => isRecording(person.page)).toBe(false)
}

test('whoever quits has left at once, whoever is killed soon, and nobody stays alone', async ({
  apps,
  hosted,
}) => {
  const { anna } = hosted
  const open = async (name: string, hz: number): Promise<Voice & { readonly app: AppOfTest }> => {
    const app = await apps.openWithVoice(hz)
    await app.parley.joinByAddress(name, hosted.address)
    return { name, hz, person: app.parley, app }
  }
  const annas = annasVoice(hosted)
  const bobs = await open('Bob', BOB_HZ)
  const carols = await open('Carol', CAROL_HZ)
  await talkWithBob(anna, bobs.person)
  await addToCall(anna, 'Carol')
  await accept(carols.person, 'Anna Kim')
  await expectAllHear([annas, bobs, carols])
  await button(groupPanel(anna), 'Turn camera on').click()
  await expectSees(carols.person.page, 'Anna Kim', RED)

  await bobs.app.close()
  await expect(peopleOfCall(anna)).toHaveCount(2, PATIENCE)
  // Not "connection lost", which is what it would be after the time that a lost device has.
  await expect(callsIn(anna)).toHaveCount(1, PATIENCE)
  await expectAllHear([annas, carols])
  await expectSees(carols.person.page, 'Anna Kim', RED)

  carols.app.app.process().kill('SIGKILL')
  await expectLeftOver(anna)
  await expect(callPanel(anna, 'Carol')).toHaveCount(0)
  expect(apps.consoleErrors()).toEqual([])
})
