import type { PersonId } from './ids.ts'
import type { PersonName } from './names.ts'

/** Somebody on the server, whatever the number of devices. */
export interface Person {
  readonly id: PersonId
  readonly name: PersonName
}
