/** Counts what must not happen too often, for all instances of the server together. */
export interface Counter {
  /** @returns milliseconds until the key is let through again, 0 when it is now */
  blockedFor(key: string): Promise<number>
  /** Counts one more. @returns 0, or when that was one too many the milliseconds to wait */
  count(key: string): Promise<number>
}

/** Limits that have to hold whichever instance somebody reaches. May throw `Unavailable`. */
export interface Limits {
  /** Wrong passwords. */
  readonly passwordTries: Counter
  /** New connections of an address. Never fails: without the shared store each instance counts alone. */
  readonly connections: Counter
}
