import type { Session, WebContents } from 'electron'
import { CALL_WINDOW_PATH } from './content-security-policy.ts'
import { originMatches } from './ipc/trusted-sender.ts'
import type { MediaAccess } from './media-access.ts'
import type { Screens } from './screens.ts'

/**
 * What our own page may do without a question; everything else but microphone, camera and a screen that
 * somebody chose, and everybody else, is refused.
 *
 * The three network names are what newer Chromium asks before a page may reach this computer or the
 * local network, which is what Parley is for. Older versions do not know and never ask them.
 * `speaker-selection` is for choosing where sound goes.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'clipboard-sanitized-write',
  'fullscreen',
  'local-network',
  'local-network-access',
  'loopback-network',
  'speaker-selection',
])

/** Electron grants what nobody decides, so every kind of permission gets a handler here. */
export function restrictPermissions(
  session: Session,
  {
    appOrigin,
    mediaAccess,
    screens,
  }: {
    readonly appOrigin: string
    readonly mediaAccess: Pick<MediaAccess, 'ask'>
    readonly screens: Pick<Screens, 'isExpected' | 'take'>
  },
): void {
  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    const isOurs =
      isOwnMainFrame(contents, details.isMainFrame) &&
      originMatches(details.requestingUrl, appOrigin)
    if (!isOurs) return decide(false)
    // It rings on a chosen device, and needs nothing else.
    if (new URL(details.requestingUrl).pathname === CALL_WINDOW_PATH)
      return decide(permission === 'speaker-selection')
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined
    if (isScreen(permission, mediaTypes)) return decide(screens.isExpected())
    const captured = capturedBy(permission, mediaTypes)
    if (captured === null) return decide(ALLOWED.has(permission))
    Promise.all(captured.map((what) => mediaAccess.ask(what))).then(
      (answers) => decide(answers.every((isAllowed) => isAllowed)),
      () => decide(false),
    )
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const isOurs = details.isMainFrame && originMatches(requestingOrigin, appOrigin)
    return isOurs && (ALLOWED.has(permission) || isCaptureCheck(permission, details))
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((request, answer) => {
    // Electron throws where a picture is asked for and none is given; the page is refused all the same.
    const refuse = (): void => attempt(() => answer({}))
    const isOurs =
      originMatches(request.securityOrigin, appOrigin) && request.frame?.parent === null
    if (!isOurs) return refuse()
    screens
      .take()
      .then((source) => (source ? answer({ video: source }) : refuse()))
      .catch(refuse)
  })
}

const CAPTURED: Readonly<Record<string, 'microphone' | 'camera'>> = {
  audio: 'microphone',
  video: 'camera',
}

/** What a page wants to capture that asks so; null when it is something else, or not said in full. */
export function capturedBy(
  permission: string,
  mediaTypes: readonly string[] | undefined,
): readonly ('microphone' | 'camera')[] | null {
  if (permission !== 'media' || !mediaTypes || mediaTypes.length === 0) return null
  const captured = mediaTypes.map((type) => CAPTURED[type])
  return captured.every((what) => what !== undefined) ? captured : null
}

/** A screen or window; older versions of Electron ask for media of no type. */
export const isScreen = (permission: string, mediaTypes: readonly string[] | undefined): boolean =>
  permission === 'display-capture' || (permission === 'media' && mediaTypes?.length === 0)

/**
 * The quiet question, behind which there is no person. Listing devices asks it too, and a page that may
 * use no microphone is told of no device by its name.
 */
export const isCaptureCheck = (
  permission: string,
  { mediaType }: { readonly mediaType?: string },
): boolean => permission === 'media' && (mediaType === 'audio' || mediaType === 'video')

const isOwnMainFrame = (contents: WebContents, isMainFrame: boolean): boolean =>
  isMainFrame && contents.getType() === 'window'

function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // What was to be refused was.
  }
}
