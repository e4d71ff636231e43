import type { Session, WebContents } from 'electron'
import { expect, test } from 'vitest'
import { CALL_WINDOW_PATH } from './content-security-policy.ts'
import { capturedBy, isCaptureCheck, isScreen, restrictPermissions } from './permissions.ts'

test.each([
  [['audio'], ['microphone']],
  [['video'], ['camera']],
  [
    ['audio', 'video'],
    ['microphone', 'camera'],
  ],
])('%j are captured by what the system is asked for: %j', (mediaTypes, captured) => {
  expect(capturedBy('media', mediaTypes)).toEqual(captured)
})

test.each([
  ['nothing that is named', 'media', []],
  ['something that is not known', 'media', ['audio', 'smell']],
  ['something else', 'geolocation', ['audio']],
  ['what is not said', 'media', undefined],
])('%s is no capturing', (_what, permission, mediaTypes) => {
  expect(capturedBy(permission, mediaTypes)).toBeNull()
})

test('media of no type, or by its own name, is a screen', () => {
  expect(isScreen('media', [])).toBe(true)
  expect(isScreen('display-capture', undefined)).toBe(true)
  expect(isScreen('media', ['video'])).toBe(false)
  expect(isScreen('media', undefined)).toBe(false)
  expect(isScreen('geolocation', [])).toBe(false)
})

test('the quiet question is about sound or pictures', () => {
  expect(isCaptureCheck('media', { mediaType: 'audio' })).toBe(true)
  expect(isCaptureCheck('media', { mediaType: 'video' })).toBe(true)
  expect(isCaptureCheck('media', { mediaType: 'unknown' })).toBe(false)
  expect(isCaptureCheck('media', {})).toBe(false)
  expect(isCaptureCheck('geolocation', { mediaType: 'audio' })).toBe(false)
})

const ORIGIN = 'parley://app'
const PAGE = `${ORIGIN}/index.html`

type Handlers = {
  readonly request: NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
  readonly display: NonNullable<Parameters<Session['setDisplayMediaRequestHandler']>[0]>
}

/** What a session is told to allow, with what somebody has chosen and what the system lets us use. */
function restricted({ chosen = null as string | null, isLetIn = true } = {}) {
  const handlers: Partial<{ -readonly [Key in keyof Handlers]: Handlers[Key] }> = {}
  const session = {
    setPermissionRequestHandler: (handler: Handlers['request']) => (handlers.request = handler),
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    setDisplayMediaRequestHandler: (handler: Handlers['display']) => (handlers.display = handler),
  }
  restrictPermissions(session as unknown as Session, {
    appOrigin: ORIGIN,
    mediaAccess: { ask: async () => isLetIn },
    screens: {
      isExpected: () => chosen !== null,
      take: async () => (chosen === null ? null : ({ id: chosen } as never)),
    },
  })
  const { request, display } = handlers
  return {
    asks: (permission: string, details: object = {}): Promise<boolean> =>
      new Promise((decide) =>
        request?.({ getType: () => 'window' } as WebContents, permission as never, decide, {
          ...{ isMainFrame: true, requestingUrl: PAGE },
          ...details,
        } as never),
      ),
    captures: (from: object = {}): Promise<unknown> =>
      new Promise((answer) =>
        display?.({ securityOrigin: ORIGIN, frame: { parent: null }, ...from } as never, answer),
      ),
  }
}

test('our own page captures what the system lets it, and nobody else does', async () => {
  const camera = { mediaTypes: ['video'] }
  expect(await restricted().asks('media', camera)).toBe(true)
  expect(await restricted({ isLetIn: false }).asks('media', camera)).toBe(false)
  const { asks } = restricted({ chosen: 'screen:0:0' })
  for (const from of [
    { isMainFrame: false },
    { requestingUrl: 'https://example.org/' },
    { requestingUrl: `${ORIGIN}${CALL_WINDOW_PATH}` },
  ]) {
    expect(await asks('media', { ...camera, ...from })).toBe(false)
    expect(await asks('display-capture', from)).toBe(false)
    expect(await asks('fullscreen', from)).toBe(false)
  }
  expect([await asks('fullscreen'), await asks('geolocation')]).toEqual([true, false])
})

test('a page captures the screen that somebody chose, and none without that', async () => {
  const [nothing, something] = [restricted(), restricted({ chosen: 'screen:0:0' })]
  expect(await nothing.asks('display-capture')).toBe(false)
  expect(await nothing.captures()).toEqual({})
  expect(await something.asks('display-capture')).toBe(true)
  expect(await something.captures()).toEqual({ video: { id: 'screen:0:0' } })
  expect(await something.captures({ securityOrigin: 'https://example.org' })).toEqual({})
  expect(await something.captures({ frame: { parent: {} } })).toEqual({})
  expect(await something.captures({ frame: null })).toEqual({})
})
