/**
 * What is asked of the own encoder: one channel, nothing sent in silence, a lost packet made up from
 * the next, and 48 kbit/s, beyond which a voice does not get any better (RFC 7587, section 6.1).
 */
const WISHES: readonly (readonly [string, string])[] = [
  ['stereo', '0'],
  ['usedtx', '1'],
  ['useinbandfec', '1'],
  ['maxaveragebitrate', '48000'],
]

/**
 * A description with these wishes in its `fmtp` lines of Opus, and nothing else touched. Such a line says
 * what its author would like to get, and an encoder follows what the other end said: so this is done to
 * the server's offer before the browser reads it.
 */
export function withOpusWishes(sdp: string): string {
  const opus = new Set([...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000/gim)].map(([, type]) => type))
  return sdp.replaceAll(/^a=fmtp:(\d+) ([^\r\n]*)/gm, (line, type: string, given: string) =>
    opus.has(type) ? `a=fmtp:${type} ${merged(given)}` : line,
  )
}

function merged(given: string): string {
  const parameters = new Map(
    given
      .split(';')
      .map((parameter) => parameter.trim().split('='))
      .map(([key = '', value = '']) => [key, value]),
  )
  for (const [key, value] of WISHES) parameters.set(key, value)
  return [...parameters].map(([key, value]) => `${key}=${value}`).join(';')
}
