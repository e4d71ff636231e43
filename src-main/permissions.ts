import type { Session, WebContents } from 'electron'
import { originMatches } from './ipc/trusted-sender.ts'

/**
 * All that our own page may do; everything else, and everybody else, is refused.
 *
 * The three network names are what newer Chromium asks before a page may reach this computer or the
 * local network, which is what Parley is for. Older versions do not know and never ask them.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'clipboard-sanitized-write',
  'local-network',
  'local-network-access',
  'loopback-network',
])

/** Electron grants what nobody decides, so every kind of permission gets a handler here. */
export function restrictPermissions(session: Session, appOrigin: string): void {
  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    const allowed =
      isOwnMainFrame(contents, details.isMainFrame) &&
      originMatches(details.requestingUrl, appOrigin) &&
      ALLOWED.has(permission)
    decide(allowed)
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    return (
      details.isMainFrame && originMatches(requestingOrigin, appOrigin) && ALLOWED.has(permission)
    )
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}

const isOwnMainFrame = (contents: WebContents, isMainFrame: boolean): boolean =>
  isMainFrame && contents.getType() === 'window'
