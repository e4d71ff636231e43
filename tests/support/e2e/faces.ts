import type { BrowserContext } from '@playwright/test'
import { BLUE, giveFace, type Colour } from './fake-camera.ts'
import type { ParleyPage } from './parley-page.ts'
import type { Tabs } from './tab.ts'
import { openWithVoice } from './voice.ts'

/** Somebody with a voice and a face of their own, in General, whose screen is blue. */
export const openWithFace = (
  tabs: Tabs,
  name: string,
  frequency: number,
  face: Colour,
  prepare: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<ParleyPage> =>
  openWithVoice(tabs, name, frequency, async (context) => {
    await prepare(context)
    await giveFace(context, { face, screen: BLUE })
  })
