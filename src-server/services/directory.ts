import { personIdSchema } from '#shared/domain/ids.ts'
import { nameKey } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { NameStore } from '../ports/name-store.ts'
import type { PeopleStore } from '../ports/people-store.ts'

export type Directory = ReturnType<typeof createDirectory>

/**
 * Finds people by what others call them. A name leads to whoever has it now, and when nobody has it to
 * whoever had it last: names are unique among those who are here only.
 */
export function createDirectory(deps: { readonly names: NameStore; readonly people: PeopleStore }) {
  const { names, people } = deps

  /** @returns for each name the person, null where nobody is called so */
  async function byNames(wanted: readonly string[]): Promise<readonly (Person | null)[]> {
    const keys = wanted.map(nameKey)
    const ids = await names.find(keys)
    const found = await Promise.all(ids.map(async (id) => (id === null ? null : people.find(id))))
    return found.map((known, index) => {
      // Somebody may be called something else by now.
      if (!known || nameKey(known.name) !== keys[index]) return null
      return { id: known.id, name: known.name }
    })
  }

  return {
    byNames,

    /** The person of an id, or else of a name. */
    async find(idOrName: string): Promise<Person | null> {
      const id = personIdSchema.safeParse(idOrName)
      if (!id.success) return (await byNames([idOrName]))[0] ?? null
      const known = await people.find(id.data)
      return known && { id: known.id, name: known.name }
    },

    /** Somebody is here under this name. */
    note: ({ id, name }: Person): Promise<void> => names.note(nameKey(name), id),
  }
}
