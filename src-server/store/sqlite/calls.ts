import type { Fault } from './faults.ts'
import type { OpenFailure } from './database.ts'
import type { Verbs } from './verbs.ts'

/** What crosses between the server's thread and the database's. */

type ReadVerb = keyof Verbs['reads']
type WriteVerb = keyof Verbs['writes']
type LoadVerb = keyof Verbs['loads']
export type Verb = ReadVerb | WriteVerb | LoadVerb

type Functions = Verbs['reads'] & Verbs['writes'] & Verbs['loads']
export type Input<Name extends Verb> = Parameters<Functions[Name]>
export type Output<Name extends Verb> = ReturnType<Functions[Name]>

export interface Call {
  readonly id: number
  readonly verb: Verb
  readonly input: readonly unknown[]
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly fault: Fault; readonly message: string }

export type ToThread =
  Call | { readonly id: 0; readonly verb: 'close'; readonly input: readonly [] }

export type FromThread =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly failure: OpenFailure }
  | { readonly type: 'answers'; readonly answers: readonly Answer[] }
  | { readonly type: 'closed' }
