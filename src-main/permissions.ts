import type { Session, WebContents } from 'electron'
import { CALL_WINDOW_PATH } from './content-security-policy.ts'
import { originMatches } from './ipc/trusted-sender.ts'
import type { MicrophoneAccess } from './microphone.ts'

/**
 * What our own page may do without a question; everything else but the microphone, and everybody
 * else, is refused.
 *
 * The three network names are what newer Chromium asks before a page may reach this computer or the
 * local network, which is what Parley is for. Older versions do not know and never ask them.
 * `speaker-selection` is for choosing where sound goes.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'clipboard-sanitized-write',
  'local-network',
  'local-network-access',
  'loopback-network',
  'speaker-selection',
])

/** Electron grants what nobody decides, so every kind of permission gets a handler here. */
export function restrictPermissions(
  session: Session,
  appOrigin: string,
  microphone: Pick<MicrophoneAccess, 'ask'>,
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
    if (!isMicrophone(permission, mediaTypes)) return decide(ALLOWED.has(permission))
    microphone.ask().then(decide, () => decide(false))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const isOurs = details.isMainFrame && originMatches(requestingOrigin, appOrigin)
    return isOurs && (ALLOWED.has(permission) || isMicrophoneCheck(permission, details))
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}

/** Sound and nothing but sound: whoever asks for the camera as well gets neither. */
export const isMicrophone = (
  permission: string,
  mediaTypes: readonly string[] | undefined,
): boolean =>
  permission === 'media' &&
  mediaTypes !== undefined &&
  mediaTypes.length > 0 &&
  mediaTypes.every((type) => type === 'audio')

/**
 * The quiet question, behind which there is no person. Listing devices asks it too, and a page that may
 * not use the microphone is told of no device by its name.
 */
export const isMicrophoneCheck = (
  permission: string,
  { mediaType }: { readonly mediaType?: string },
): boolean => permission === 'media' && mediaType === 'audio'

const isOwnMainFrame = (contents: WebContents, isMainFrame: boolean): boolean =>
  isMainFrame && contents.getType() === 'window'
