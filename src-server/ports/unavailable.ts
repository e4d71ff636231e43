/**
 * A store cannot take or give anything right now: the disk is full, the connection is gone.
 *
 * Thrown instead of returned, because nothing between the store and the edge can do anything about
 * it; the edge turns it into the failure `unavailable`. Whoever gets it may rely on nothing having
 * been changed.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}
