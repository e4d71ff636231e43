import type { Browser } from '@playwright/test'
import { giveVoice } from '../tests/support/e2e/fake-microphone.ts'
import { ParleyPage } from '../tests/support/e2e/parley-page.ts'

/**
 * Somebody with a voice of their own, in the app.
 *
 * @param install run in the page before the app does, in this order
 */
export async function openAppPage(
  browser: Browser,
  origin: string,
  who: { readonly name: string; readonly hertz: number },
  install: readonly (() => void)[],
): Promise<ParleyPage> {
  // The page listens with means of its own, which the rules of the served page would refuse.
  const context = await browser.newContext({ permissions: ['microphone'], bypassCSP: true })
  await giveVoice(context, who.hertz)
  for (const script of install) await context.addInitScript(script)
  const person = new ParleyPage(await context.newPage())
  await person.page.goto(origin)
  await person.joinHere(who.name)
  return person
}
