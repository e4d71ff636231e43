/** What a join is waiting for, and what the last one failed at. */
export interface JoinForm {
  /** What is being joined, so that its row can show it; null when nothing is. */
  readonly busyWith: JoinTarget | null
  readonly problem: JoinProblem | null
}

export type JoinTarget =
  | { readonly kind: 'address' }
  | { readonly kind: 'host' }
  | { readonly kind: 'server'; readonly origin: string }

export interface JoinProblem {
  /** The field that can solve it. */
  readonly field: 'name' | 'address' | 'host' | 'server'
  /** The server that it is about, for problems in a list of servers. */
  readonly origin?: string
  /** One sentence: what happened and what to do. */
  readonly message: string
  /** Counts up, so that the same problem twice moves the focus twice. */
  readonly attempt: number
}

export const IDLE_JOIN_FORM: JoinForm = { busyWith: null, problem: null }
