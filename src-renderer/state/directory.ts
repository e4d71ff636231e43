/** What is known about a server without being on it. */
export type KnownServer =
  | { readonly phase: 'asking' }
  | {
      readonly phase: 'reachable'
      readonly name: string
      readonly people: number
      /** Milliseconds from asking to answer. */
      readonly delayMs: number
    }
  | { readonly phase: 'unreachable'; readonly reason: string }
