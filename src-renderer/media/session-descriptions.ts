/** What is read out of the descriptions that the two ends of a call tell each other (RFC 8866). */

/** Each once: a description says it for each of its parts. */
export const fingerprintsIn = (sdp: string): readonly string[] => [
  ...new Set(
    Array.from(sdp.matchAll(/^a=fingerprint:(\S+ \S+)/gm), ([, told = '']) => told.toLowerCase()),
  ),
]

/**
 * Which connection a description is of: https://www.rfc-editor.org/rfc/rfc8866#section-5.2. With another
 * key it is another one: no key takes the place of one that was seen.
 */
export const sessionIn = (sdp: string): string =>
  [/^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? '', ...fingerprintsIn(sdp)].join(' ')

/** Whether the other end looks for a way anew: https://www.rfc-editor.org/rfc/rfc8839#section-4.4.1.1.1. */
export const isRestart = (before: RTCSessionDescription | null, sdp: string): boolean =>
  before !== null && wayNameIn(before.sdp) !== wayNameIn(sdp)

/** Whether this end has the answer already. */
export const isKnownAnswer = (
  {
    signalingState,
    remoteDescription,
  }: Pick<RTCPeerConnection, 'signalingState' | 'remoteDescription'>,
  sdp: string,
): boolean =>
  signalingState === 'stable' &&
  remoteDescription?.type === 'answer' &&
  !isRestart(remoteDescription, sdp)

const wayNameIn = (sdp: string): string => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? ''
