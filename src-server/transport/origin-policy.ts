import { isIP } from 'node:net'

export interface OriginPolicyOptions {
  /** Name of this computer; `<name>.local` (multicast DNS) is allowed with it. */
  readonly hostname: string
  /** Origins of other pages that may use this server. */
  readonly clientOrigins: readonly string[]
  /** Further names under which it may be addressed. */
  readonly allowedHosts: readonly string[]
  /** Pages of a development server on this computer may use it too. */
  readonly isProduction: boolean
}

interface RequestHeaders {
  readonly host?: string | undefined
  readonly origin?: string | undefined
}

/** HTTP status and one sentence. */
interface RequestRefusal {
  readonly status: 403 | 421
  readonly message: string
}

export interface OriginPolicy {
  /** @returns null when the request may go on */
  check(headers: RequestHeaders): RequestRefusal | null
}

/** The page inside the desktop app. */
const APP_ORIGIN = 'app://parley'

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * Who may talk to this server from a browser, over HTTP and over WebSocket alike.
 *
 * Browsers let any page open a WebSocket to any address on the network, so Origin is checked (it
 * cannot be forged by a page). And a hostile name that resolves to our address makes a foreign page
 * "same origin", so Host is checked too: an attacker needs a name for that, hence addresses are fine.
 * Ports are not compared in Host, because published ports and address translation change them.
 */
export function createOriginPolicy(options: OriginPolicyOptions): OriginPolicy {
  const hostname = options.hostname.toLowerCase()
  const names = new Set([
    'localhost',
    hostname,
    `${hostname}.local`,
    ...options.allowedHosts,
    ...options.clientOrigins.map((origin) => new URL(origin).hostname),
  ])
  const origins = new Set([APP_ORIGIN, ...options.clientOrigins])

  const isKnownHost = (host: string | undefined): boolean => {
    const name = hostNameOf(host)
    return name !== null && (isAddress(name) || names.has(name))
  }

  const isKnownOrigin = (origin: string, host: string | undefined): boolean => {
    if (origins.has(origin)) return true
    const url = parseWebOrigin(origin)
    if (!url) return false
    if (url.host === host?.toLowerCase()) return true
    return !options.isProduction && LOOPBACK_NAMES.includes(url.hostname)
  }

  return {
    check({ host, origin }) {
      if (!isKnownHost(host)) return MISDIRECTED
      // Programs that are not browsers send no Origin, and no page can suppress it.
      if (origin !== undefined && !isKnownOrigin(origin, host)) return FOREIGN
      return null
    },
  }
}

const MISDIRECTED: RequestRefusal = {
  status: 421,
  message:
    'This server does not answer to that host name. Use its address, or add the name to ALLOWED_HOSTS.',
}

const FOREIGN: RequestRefusal = {
  status: 403,
  message: 'Pages of other sites may not use this server. Add their address to CLIENT_URL.',
}

/** The name or address without port, lower case, without the dot of a complete name. */
function hostNameOf(host: string | undefined): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host ?? '')
  return match?.[1]?.toLowerCase().replace(/\.$/, '') ?? null
}

const isAddress = (name: string): boolean => isIP(name.replace(/^\[|\]$/g, '')) !== 0

/** @returns the parsed origin if it is exactly one, as browsers write it */
function parseWebOrigin(origin: string): URL | null {
  if (!/^https?:\/\//.test(origin) || !URL.canParse(origin)) return null
  const url = new URL(origin)
  return url.origin === origin ? url : null
}
