import type { ServerOrigin } from '#shared/domain/server-address.ts'

/** The server that the window shows, and how the line to it is doing. */
export type Link =
  | { readonly phase: 'none' }
  | { readonly phase: 'connecting'; readonly server: LinkedServer }
  | { readonly phase: 'online'; readonly server: LinkedServer }
  /** The host stopped the server. */
  | { readonly phase: 'closed'; readonly server: LinkedServer }
  | {
      readonly phase: 'offline'
      readonly server: LinkedServer
      readonly reason: string
      /** Milliseconds since 1970. */
      readonly nextRetryAt: number
    }
  /** Connected, but the server does not let us back in. Only a person can solve this. */
  | { readonly phase: 'refused'; readonly server: LinkedServer; readonly message: string }

export interface LinkedServer {
  readonly origin: ServerOrigin
  readonly name: string
  /** It runs inside this app. */
  readonly isOwn: boolean
}

export const NO_LINK: Link = { phase: 'none' }

export const serverOf = (link: Link): LinkedServer | null =>
  link.phase === 'none' ? null : link.server
