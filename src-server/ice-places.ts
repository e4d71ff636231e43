import { fail, succeed, type Result } from '#shared/lib/result.ts'

/** STUN and TURN servers elsewhere. */
export interface IcePlaces {
  readonly stunUrls: readonly string[]
  readonly turn: { readonly urls: readonly string[]; readonly secret: string } | null
}

/** A host or an address, and a port (RFC 7064, RFC 7065). */
const PLACE = String.raw`(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?`
const STUN = new RegExp(`^stuns?:${PLACE}$`, 'i')
const TURN = new RegExp(String.raw`^turns?:${PLACE}(?:\?transport=(?:udp|tcp))?$`, 'i')

/**
 * @param textOf the value of a variable, empty when it is unset
 * @param listOf the same, where it is several with commas
 * @returns the servers, or one sentence for each problem; none repeats what may have a password in it
 */
export function readIcePlaces(
  textOf: (name: string) => string,
  listOf: (name: string) => readonly string[],
): Result<IcePlaces, readonly string[]> {
  const problems: string[] = []
  const stunUrls = listOf('STUN_URLS')
  if (!stunUrls.every((url) => isUrl(STUN, url))) {
    problems.push(
      'STUN_URLS must be a comma-separated list of STUN servers such as stun:stun.example.org:3478.',
    )
  }
  const urls = listOf('TURN_URLS')
  if (!urls.every((url) => isUrl(TURN, url))) {
    problems.push(
      'TURN_URLS must be a comma-separated list of TURN servers such as turn:turn.example.org:3478 or turns:turn.example.org:5349?transport=tcp, without user or password.',
    )
  }
  const secret = textOf('TURN_SECRET')
  if (urls.length > 0 && secret === '') {
    problems.push(
      'TURN_URLS is set without TURN_SECRET: it must be the secret of the TURN server (static-auth-secret in coturn).',
    )
  }
  if (urls.length === 0 && secret !== '') {
    problems.push('TURN_SECRET is set without TURN_URLS, the TURN servers that it is for.')
  }
  if (problems.length > 0) return fail(problems)
  return succeed({ stunUrls, turn: urls.length > 0 ? { urls, secret } : null })
}

function isUrl(pattern: RegExp, text: string): boolean {
  const found = pattern.exec(text)
  if (!found) return false
  const port = Number(found[1] ?? 3_478)
  return port > 0 && port <= 65_535
}
