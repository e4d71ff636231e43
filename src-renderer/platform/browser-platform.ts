import { z } from 'zod'
import { sessionTokenSchema } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '#shared/ipc/settings.ts'
import { createEmitter } from '#shared/lib/emitter.ts'
import { succeed } from '#shared/lib/result.ts'
import { copyToClipboard } from './clipboard.ts'
import { createLocalMemory } from './local-memory.ts'
import { createParsedStorage, type TextStorage } from './parsed-storage.ts'
import type { Platform } from './platform.ts'
import { saveFile } from './save-file.ts'

const credentialsSchema = z.record(z.string(), sessionTokenSchema)

/** A browser tab on a page that a server handed out: it keeps its things in `localStorage`. */
export function createBrowserPlatform(options: {
  homeServer: ServerOrigin
  storage: TextStorage
  /** What belongs to this tab alone, and is gone with it. */
  tabStorage: TextStorage
  openWindow: (url: string) => void
  /** Saves what is at an address of this origin, as the browser is set. */
  download: (url: string, name: string) => void
  notifications: Platform['notifications']
  createRinging: (settings: () => Settings) => Platform['ringing']
  setBadge: (count: number) => void
  takeLink: () => string | null
  onIdle: Platform['onIdle']
}): Platform {
  const early: string[] = []
  const notices = createEmitter<{ notice: string }>()
  let isHeard = false
  const report = (sentence: string): void => {
    if (isHeard) notices.emit('notice', sentence)
    else early.push(sentence)
  }
  const storage = createParsedStorage(options.storage, { report, now: Date.now })
  const tab = createParsedStorage(options.tabStorage, { report, now: Date.now })
  // Held here too, so that a browser that stores nothing still behaves until the tab is closed.
  let settings: Settings | null = null
  let credentials: z.infer<typeof credentialsSchema> | null = null
  const currentSettings = (): Settings =>
    (settings ??= storage.read('settings', settingsSchema) ?? DEFAULT_SETTINGS)
  const currentCredentials = (): z.infer<typeof credentialsSchema> =>
    (credentials ??= storage.read('credentials', credentialsSchema) ?? {})

  return {
    homeServer: options.homeServer,
    settings: {
      get: async () => succeed(currentSettings()),
      async update(patch) {
        settings = settingsSchema.parse({ ...currentSettings(), ...patch })
        storage.write('settings', settings)
        return succeed(settings)
      },
    },
    credentials: {
      get: async (origin) => succeed(currentCredentials()[origin] ?? null),
      async set(origin, token) {
        const { [origin]: _replaced, ...others } = currentCredentials()
        credentials = token === null ? others : { ...others, [origin]: token }
        storage.write('credentials', credentials)
        return succeed(null)
      },
    },
    memory: createLocalMemory(storage, tab),
    host: null,
    appInfo: null,
    showLogs: null,
    async takeNotices() {
      isHeard = true
      return succeed(early.splice(0))
    },
    onNotice: (listener) => notices.on('notice', listener),
    onIdle: options.onIdle,
    onCommand: () => () => undefined,
    notifications: options.notifications,
    ringing: options.createRinging(currentSettings),
    mediaAccess: null,
    screens: null,
    keys: null,
    setBadge: options.setBadge,
    takeLink: options.takeLink,
    async openLink(url) {
      options.openWindow(url)
      return succeed(null)
    },
    downloads: {
      async save({ url, name }) {
        options.download(url, name)
        return succeed(true)
      },
      cancel: async () => succeed(null),
      showInFolder: async () => succeed(null),
      onChanged: () => () => undefined,
    },
    copyText: copyToClipboard,
    saveFile,
  }
}
