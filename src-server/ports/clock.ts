/** Time as a parameter, so that rules about time can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970; may jump when somebody sets the clock. For timestamps. */
  now(): number
  /** Milliseconds that only ever grow. For durations. */
  monotonic(): number
  /** Calls `run` once after `ms`; the returned call prevents it. Does not keep the process alive. */
  after(ms: number, run: () => void): () => void
}
