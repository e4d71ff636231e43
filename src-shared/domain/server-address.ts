import { fail, succeed, type Result } from '../lib/result.ts'

/** Where a server is: an `http(s)` origin without a trailing slash, as in `http://192.0.2.7:5000`. */
export type ServerOrigin = string

const ADDRESS_HELP = 'Type an address such as 192.168.1.20 or 192.168.1.20:5000'

/**
 * Understands what people type or paste: `host`, `host:port`, `[::1]:5000`, `http(s)://…` and
 * `parley://host:port/room`.
 *
 * @param defaultPort used where the text names none and no scheme implies one
 * @returns the origin, or a sentence that says what to type
 */
export function parseServerAddress(
  text: string,
  defaultPort: number,
): Result<ServerOrigin, string> {
  const typed = text.trim()
  if (typed === '') return fail(ADDRESS_HELP)
  if (typed.length > 500 || /\s/.test(typed)) return fail(`This is not an address. ${ADDRESS_HELP}`)
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase()
  if (scheme !== undefined && !['http', 'https', 'parley'].includes(scheme)) {
    return fail(`Parley cannot connect to ${scheme}:// addresses. ${ADDRESS_HELP}`)
  }
  const secure = scheme === 'https'
  const rest = scheme === undefined ? typed : typed.slice(scheme.length + '://'.length)
  // Parsed under a scheme without a default port, so that an explicit ":80" is not lost.
  const url = parseUrl(`parley://${bracketIpv6(rest)}`)
  if (!url || url.hostname === '' || url.username !== '' || url.password !== '') {
    return fail(`This is not an address. ${ADDRESS_HELP}`)
  }
  const origin = parseUrl(`http${secure ? 's' : ''}://${url.host}`)
  if (!origin) return fail(`This is not an address. ${ADDRESS_HELP}`)
  if (url.port === '' && (scheme === undefined || scheme === 'parley')) {
    origin.port = String(defaultPort)
  }
  return succeed(origin.origin)
}

/** "::1" and "fe80::1" are typed without brackets; a URL needs them. */
function bracketIpv6(rest: string): string {
  const host = rest.split(/[/?#]/, 1)[0] ?? ''
  const isBareIpv6 = /^[0-9a-f:.]+$/i.test(host) && (host.match(/:/g)?.length ?? 0) > 1
  return isBareIpv6 ? `[${host}]${rest.slice(host.length)}` : rest
}

const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)
