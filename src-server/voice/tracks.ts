import type { Track } from 'node-datachannel'

const nothing = (): void => {}

/**
 * Hears what comes on the track. From then on it keeps everything that the listener refers to, until it is
 * let go: also when it was closed by the other end.
 */
export function listenTo(track: Track, listener: (packet: Buffer) => void): void {
  track.onMessage(listener)
  track.onClosed(nothing)
}

/**
 * What both ends agreed on stays agreed on. But each open track has a handle in the loop of events, and
 * all handles are looked at whenever anything happens: of a hundred listeners, thousands.
 */
export function letGo(track: Track): void {
  // With somebody to tell, the library gives the handle back.
  if (!track.isClosed()) track.onClosed(nothing)
  track.close()
}
