/** What one connection may take of the server. */
export interface Allowance {
  /** What a client may bring, in the long run. */
  readonly bytesPerSecond: number
  /** What a network may hold back and deliver at once. */
  readonly burstBytes: number
  /** What may wait on the way to the client: whatever waits longer is too old to be heard. */
  readonly backlogBytes: number
}

/** One voice with everything around it is some 7 kB/s; out go sixteen, and those wait 200 ms at most. */
export const VOICE_ALLOWANCE: Allowance = {
  bytesPerSecond: 40_000,
  burstBytes: 80_000,
  backlogBytes: 24_000,
}

/**
 * A call may have a picture or a screen beside the sound: 2.5 Mb/s, and as much again when the browser
 * tries out what there is room for. Of the 2.5 Mb/s, 200 ms may wait.
 */
export const CALL_ALLOWANCE: Allowance = {
  bytesPerSecond: 750_000,
  burstBytes: 400_000,
  backlogBytes: 64_000,
}

/**
 * A group call: a camera and a screen go in, up to eight and two come out. Where all of that does not get
 * through, as much may wait as takes half a second at 2 Mb/s: the sound waits with it. What is dropped
 * beyond that is seen as loss, and makes the pictures smaller.
 */
export const GROUP_ALLOWANCE: Allowance = {
  bytesPerSecond: 750_000,
  burstBytes: 400_000,
  backlogBytes: 128_000,
}
