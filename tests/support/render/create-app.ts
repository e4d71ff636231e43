import { vi } from 'vitest'
import { createActions } from '../../../src-renderer/actions/create-actions.ts'
import type { ActionContext } from '../../../src-renderer/actions/context.ts'
import { start } from '../../../src-renderer/actions/start.ts'
import { createBrowserPlatform } from '../../../src-renderer/platform/browser-platform.ts'
import type { Platform } from '../../../src-renderer/platform/platform.ts'
import { createAppStore } from '../../../src-renderer/state/store.ts'
import type { FakeServer } from './fake-wire.ts'

export const ORIGIN = 'http://192.0.2.7:5000'

/** The app without a screen: real actions, state and client over a fake wire and a fake disk. */
export async function createApp(
  server: FakeServer,
  change: (platform: Platform) => Platform = (p) => p,
  /** The disk; give the same one again to start the app a second time. */
  entries = new Map<string, string>(),
) {
  const browser = createBrowserPlatform({
    homeServer: ORIGIN,
    storage: {
      getItem: (key) => entries.get(key) ?? null,
      setItem: (key, value) => void entries.set(key, value),
      removeItem: (key) => void entries.delete(key),
    },
    openWindow: () => undefined,
  })
  let wake = (): void => undefined
  let ids = 0
  const info = { product: 'parley', name: 'Workshop', version: '1.0.0', protocol: 1, people: 1 }
  const context: ActionContext = {
    store: createAppStore(),
    platform: change(browser),
    openWire: server.openWire,
    wakeSignals: (listener) => {
      wake = listener
      return () => undefined
    },
    fetch: async () => Response.json(info),
    now: () => Date.now(),
    random: () => 0.5,
    newUuid: () => {
      ids += 1
      return `10000000-0000-4000-8000-${String(ids).padStart(12, '0')}`
    },
    current: { session: null },
  }
  await start(context)
  return {
    state: () => context.store.getState(),
    actions: createActions(context),
    platform: context.platform,
    wake: () => wake(),
    /** Lets everything happen that takes no more than this time, in milliseconds. */
    pass: (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds),
  }
}
