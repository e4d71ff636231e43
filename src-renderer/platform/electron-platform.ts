import {
  ipcEvents,
  ipcRequests,
  type IpcEventName,
  type IpcEventPayload,
  type IpcInput,
  type IpcReply,
  type IpcRequestName,
  type ParleyBridge,
} from '#shared/ipc/contract.ts'
import { fail, succeed } from '#shared/lib/result.ts'
import type { Undo } from '#shared/lib/scope.ts'
import { copyToClipboard } from './clipboard.ts'
import { createLocalMemory } from './local-memory.ts'
import { createParsedStorage, type TextStorage } from './parsed-storage.ts'
import type { Answer, Platform } from './platform.ts'
import { saveFile } from './save-file.ts'

const NOT_UNDERSTOOD =
  'The app gave an answer that this window does not understand. Restart Parley.'

/** The desktop app, reached through the bridge. Everything that comes over it is parsed here, once. */
export function createElectronPlatform(
  bridge: ParleyBridge,
  textStorage: TextStorage,
  tabStorage: TextStorage,
): Platform {
  async function ask<Name extends IpcRequestName>(
    name: Name,
    input: IpcInput<Name>,
  ): Answer<IpcReply<Name>> {
    const outcome = await bridge.request(name, input).catch((error: unknown) => ({
      ok: false as const,
      message: `The app did not answer: ${String(error)}`,
    }))
    if (!outcome.ok) return fail(outcome.message)
    const parsed = ipcRequests[name].reply.safeParse(outcome.value)
    return parsed.success ? succeed(parsed.data as IpcReply<Name>) : fail(NOT_UNDERSTOOD)
  }

  function listen<Name extends IpcEventName>(
    name: Name,
    listener: (payload: IpcEventPayload<Name>) => void,
  ): Undo {
    return bridge.on(name, (payload) => {
      const parsed = ipcEvents[name].payload.safeParse(payload)
      if (parsed.success) listener(parsed.data as IpcEventPayload<Name>)
    })
  }

  const late: string[] = []
  const reporting = { report: (sentence: string) => late.push(sentence), now: Date.now }
  const storage = createParsedStorage(textStorage, reporting)
  const tab = createParsedStorage(tabStorage, reporting)
  return {
    homeServer: null,
    settings: {
      get: () => ask('settings:get', null),
      update: (patch) => ask('settings:update', patch),
    },
    credentials: {
      get: (origin) => ask('credentials:get', { origin }),
      set: (origin, token) => ask('credentials:set', { origin, token }),
    },
    memory: createLocalMemory(storage, tab),
    host: {
      status: () => ask('host:status', null),
      start: (name) => ask('host:start', { name }),
      stop: () => ask('host:stop', null),
      onStatus: (listener) => listen('host:status-changed', listener),
      backUp: () => ask('host:back-up', null),
      restore: () => ask('host:restore', null),
      onJob: (listener) => listen('host:job-progress', listener),
    },
    appInfo: () => ask('app:info', null),
    showLogs: () => ask('app:show-logs', null),
    async takeNotices() {
      const taken = await ask('app:take-notices', null)
      return taken.ok ? succeed([...taken.value, ...late.splice(0)]) : taken
    },
    onNotice: (listener) => listen('app:notice', listener),
    onIdle: (listener) => listen('app:idle', ({ isIdle }) => listener(isIdle)),
    onCommand: (listener) => listen('app:command', listener),
    notifications: {
      permission: () => 'granted',
      request: async () => 'granted',
      show: (notification) => void ask('notifications:show', notification),
      onClick: (listener) => listen('notifications:clicked', ({ tag }) => listener(tag)),
    },
    ringing: {
      ring: (call) => ask('ringing:ring', { call }),
      show: (call) => ask('ringing:show', { call }),
      onAnswer: (listener) => listen('ringing:answered', listener),
      onCommand: (listener) => listen('ringing:command', listener),
      test: () => ask('ringing:test', null),
    },
    mediaAccess: {
      openSettings: (what) => ask('media-access:open-settings', { what }),
    },
    screens: {
      list: () => ask('screens:list', null),
      choose: (id) => ask('screens:choose', { id }),
    },
    keys: {
      status: () => ask('keys:status', null),
      use: (wish) => ask('keys:use', wish),
      retry: () => ask('keys:retry', null),
      openSettings: () => ask('keys:open-settings', null),
      onStatus: (listener) => listen('keys:status-changed', listener),
      onHeard: (listener) => listen('keys:heard', listener),
    },
    setBadge: (count) => void ask('app:set-badge', { count }),
    takeLink: () => null,
    openLink: (url) => ask('links:open', { url }),
    downloads: {
      save: (wish) => ask('downloads:save', wish),
      cancel: (id) => ask('downloads:cancel', { id }),
      showInFolder: (id) => ask('downloads:show', { id }),
      onChanged: (listener) => listen('downloads:changed', listener),
    },
    copyText: copyToClipboard,
    saveFile,
  }
}
