import type { RoomId } from '#shared/domain/ids.ts'
import { parsePermalink, permalinkTo } from '#shared/domain/permalink.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { AppState } from '../state/app-state.ts'
import { serverOf } from '../state/link.ts'
import type { ActionContext } from './context.ts'
import { copyText } from './copying.ts'
import { jumpTo } from './jumping.ts'
import { showNotice } from './notices.ts'

/** Copies the address of a message. */
export async function copyLink(context: ActionContext, roomId: RoomId, seq: number): Promise<void> {
  const origin = publicOrigin(context.store.getState())
  if (origin !== null) await copyText(context, permalinkTo({ origin, roomId, seq }), 'Link')
}

/** The origin under which others reach the server: for the host that is not its own loopback. */
function publicOrigin({ link, host }: AppState): ServerOrigin | null {
  const server = serverOf(link)
  const shared = host?.phase === 'running' ? host.addresses[0] : undefined
  return server?.isOwn ? (shared ?? server.origin) : (server?.origin ?? null)
}

/** Whether an address is one of the server that the window shows. */
function isHere({ link, host }: AppState, origin: ServerOrigin): boolean {
  const server = serverOf(link)
  if (server?.origin === origin) return true
  return server?.isOwn === true && host?.phase === 'running' && host.addresses.includes(origin)
}

/**
 * Follows a link that somebody wrote: to a message of this server inside the app, to everything else
 * outside of it.
 */
export async function followLink(context: ActionContext, url: string): Promise<void> {
  const link = parsePermalink(url)
  if (link && isHere(context.store.getState(), link.origin)) {
    await jumpTo(context, link.roomId, link.seq)
    return
  }
  const opened = await context.platform.openLink(url)
  if (!opened.ok) showNotice(context, opened.error, 'problem')
}
