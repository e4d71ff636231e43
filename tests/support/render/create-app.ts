import { vi } from 'vitest'
import { createActions } from '../../../src-renderer/actions/create-actions.ts'
import type { ActionContext } from '../../../src-renderer/actions/context.ts'
import { start } from '../../../src-renderer/actions/start.ts'
import { createBrowserPlatform } from '../../../src-renderer/platform/browser-platform.ts'
import { blobIdSchema } from '#shared/domain/ids.ts'
import type { NotificationContent } from '#shared/ipc/notifications.ts'
import type { PictureLook } from '../../../src-renderer/media/look-at-picture.ts'
import type { Platform } from '../../../src-renderer/platform/platform.ts'
import { createMediaInMemory, type KeptMedia } from '../../../src-renderer/platform/kept-media.ts'
import { createCallPictures } from '../../../src-renderer/media/call-pictures.ts'
import { createAppStore } from '../../../src-renderer/state/store.ts'
import { createFakePictureSources } from './fake-call-picture-sources.ts'
import { createSilentRinging } from './silent-ringing.ts'
import { createSilentRecorders } from './silent-recorder.ts'
import { createSilentPlayer } from './silent-player.ts'
import { createSilentVoice } from './silent-voice.ts'
import type { FakeServer } from './fake-wire.ts'

/** What the server calls each file that is brought to it. */
export const BLOB = blobIdSchema.parse('ab'.repeat(32))
/** But for previews, which are WebP. */
export const PREVIEW_BLOB = blobIdSchema.parse('cd'.repeat(32))

const isPreview = ({ type }: Blob): boolean => type === 'image/webp'

export const ORIGIN = 'http://192.0.2.7:5000'

/** The app without a screen: real actions, state and client over a fake wire and a fake disk. */
export async function createApp(
  server: FakeServer,
  change: (platform: Platform) => Platform = (p) => p,
  /** The disk; give the same one again to start the app a second time. */
  entries = new Map<string, string>(),
  /** Whether the server answers when it is asked who it is. */
  isReachable = (): boolean => true,
  keptMedia: KeptMedia = createMediaInMemory(),
) {
  const recorders = createSilentRecorders()
  const player = createSilentPlayer()
  const uploads: Blob[] = []
  let uploadsMay: Promise<void> = Promise.resolve()
  let refusesUploads = false
  let refusesPreviews = false
  let picture = async (): Promise<PictureLook | null> => ({
    ...{ width: 640, height: 480, preview: null },
  })
  const notifications: NotificationContent[] = []
  const badges: number[] = []
  let idle = (_isIdle: boolean): void => undefined
  let click = (_tag: string): void => undefined
  const storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  }
  const voice = createSilentVoice()
  const sources = createFakePictureSources()
  const browser = createBrowserPlatform({
    homeServer: ORIGIN,
    storage,
    tabStorage: storage,
    openWindow: () => undefined,
    download: () => undefined,
    notifications: {
      permission: () => 'granted',
      request: async () => 'granted',
      show: (notification) => void notifications.push(notification),
      onClick(listener) {
        click = listener
        return () => undefined
      },
    },
    createRinging: () => createSilentRinging(),
    setBadge: (count) => void badges.push(count),
    takeLink: () => null,
    onIdle(listener) {
      idle = listener
      return () => undefined
    },
  })
  const wakes = new Set<() => void>()
  let ids = 0
  const info = {
    product: 'parley',
    name: 'Workshop',
    version: '1.0.0',
    protocol: 1,
    people: 1,
    needsPassword: false,
  }
  const context: ActionContext = {
    store: createAppStore(),
    platform: change(browser),
    openWire: server.openWire,
    wakeSignals: (listener) => {
      wakes.add(listener)
      return () => wakes.delete(listener)
    },
    sendFile: async ({ file, onProgress, signal }) => {
      if (!isReachable()) throw new TypeError('Failed to fetch')
      onProgress?.(0.5)
      await uploadsMay
      if (signal?.aborted) throw new Error('The upload ended: abort')
      if (refusesUploads) return { error: { code: 'unauthorized', message: 'Connect first' } }
      if (refusesPreviews && isPreview(file)) {
        return { error: { code: 'unavailable', message: 'The disk is full' } }
      }
      uploads.push(file)
      return {
        blobId: isPreview(file) ? PREVIEW_BLOB : BLOB,
        size: file.size,
        mimeType: 'audio/webm',
      }
    },
    fetch: async () => {
      if (!isReachable()) throw new TypeError('Failed to fetch')
      return Response.json(info)
    },
    player,
    createNoteRecorder: recorders.create,
    keptMedia,
    lookAtPicture: () => picture(),
    voice,
    pictures: createCallPictures(sources),
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
    wake: () => [...wakes].forEach((wake) => wake()),
    /** The sound of voice, which does what the test says. */
    voice,
    /** Camera and screen, which do what the test says. */
    pictureSources: sources,
    player,
    /** Records voice messages, which do what the test says. */
    recorders,
    /** Files that were brought to the server. */
    uploads,
    /** Uploads stay half-way until this is called. */
    holdUploads() {
      let release = (): void => undefined
      uploadsMay = new Promise((resolve) => (release = resolve))
      return release
    },
    /** The server takes no uploads of somebody who is not there, and for it that is us. */
    refuseUploads: (isRefusing: boolean) => void (refusesUploads = isRefusing),
    refusePreviews: (isRefusing: boolean) => void (refusesPreviews = isRefusing),
    /** What is found in pictures that are attached from now on. */
    findInPictures: (look: typeof picture) => void (picture = look),
    leaveAlone: (isIdle: boolean) => idle(isIdle),
    /** What the person was called for, oldest first. */
    notifications,
    /** The numbers beside the app's icon, oldest first. */
    badges,
    clickNotification: (tag: string) => click(tag),
    /** Lets everything happen that takes no more than this time, in milliseconds. */
    pass: (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds),
  }
}
