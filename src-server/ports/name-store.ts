import type { PersonId } from '#shared/domain/ids.ts'

/**
 * Who was last here under which name, durable, so that people can be spoken to by name when they are
 * not here. Keys are those of `nameKey`. Every verb may throw `Unavailable`.
 */
export interface NameStore {
  note(key: string, personId: PersonId): Promise<void>
  /** @returns the person of each key, null where nobody had it; somebody may have another name by now */
  find(keys: readonly string[]): Promise<readonly (PersonId | null)[]>
}
