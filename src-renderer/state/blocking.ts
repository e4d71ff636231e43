import type { PersonId } from '#shared/domain/ids.ts'

/** Somebody whose direct messages are to be refused, once that was confirmed. */
export interface Blocking {
  readonly personId: PersonId
  readonly isBusy: boolean
  readonly problem: string | null
}
