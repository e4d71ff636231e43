import type { PersonId } from '#shared/domain/ids.ts'
import type { Statements } from './statements.ts'

/** Who was last here under which name. */
export function createNameVerbs({ query, command }: Statements) {
  const noteName = command('INSERT OR REPLACE INTO names (key, person_id) VALUES (?, ?)')
  const personByName = query<{ person_id: PersonId }>('SELECT person_id FROM names WHERE key = ?')

  return {
    reads: {
      personsByNames: (keys: readonly string[]): readonly (PersonId | null)[] =>
        keys.map((key) => personByName(key)[0]?.person_id ?? null),
    },
    writes: {
      noteName: (key: string, personId: PersonId): void => noteName(key, personId),
    },
  }
}
