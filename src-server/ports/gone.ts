/**
 * Something was to be said or noted in a room that is not there any more: somebody deleted it between
 * the look and the deed.
 *
 * Thrown like `Unavailable`, and for the same reason: nothing between the store and the edge can do
 * anything about it. The edge turns it into `not-found`. Nothing has been changed.
 */
export class Gone extends Error {
  override readonly name = 'Gone'
}
