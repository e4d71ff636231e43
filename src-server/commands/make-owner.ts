import { personIdSchema } from '#shared/domain/ids.ts'
import { nameKeys, nameSchema } from '#shared/domain/names.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { OpenPeople } from '../open-people.ts'
import type { KnownPerson, PeopleStore } from '../ports/people-store.ts'
import { Unavailable } from '../ports/unavailable.ts'

/**
 * Makes somebody the owner who has been here: the way back for whoever runs the server and has lost the
 * device, or the role.
 *
 * @param who a name, or the id of a person when several people have had the name
 * @returns what was done, or why nothing was done, as sentences
 */
export async function makeOwner(
  { people, moderation, tell }: Omit<OpenPeople, 'close'>,
  { who, now }: { readonly who: string; readonly now: number },
): Promise<Result<readonly string[], string>> {
  try {
    const found = await find(people, who)
    if (!found.ok) return found
    const { id, name, role } = found.value
    if (role === 'owner') return succeed([`${name} is an owner already.`])
    const outcome = await people.setRole(id, 'owner')
    if (outcome.kind !== 'done')
      return fail(`${name} is not known any more, and nothing was changed.`)
    await tell(id)
    const person = { id, name }
    const detail = 'owner, by a command of the server'
    const nowhere = { target: person, roomId: null, detail }
    await moderation.note({ at: now, action: 'set-role', actor: person, ...nowhere })
    return succeed([`${name} is an owner of this server now.`])
  } catch (error) {
    if (error instanceof Unavailable) return fail(`It could not be done: ${error.message}.`)
    throw error
  }
}

async function find(people: PeopleStore, who: string): Promise<Result<KnownPerson, string>> {
  const id = personIdSchema.safeParse(who)
  const byId = id.success ? await people.find(id.data) : null
  if (byId) return succeed(byId)
  const name = nameSchema.safeParse(who)
  if (!name.success) return fail(`"${who}" is neither a name nor the id of a person.`)
  const keys = new Set(nameKeys(name.data))
  const everybody = await people.list(0)
  const called = everybody.filter((person) => nameKeys(person.name).some((key) => keys.has(key)))
  const exact = called.filter((person) => person.name === name.data)
  return one(exact.length > 0 ? exact : called, who)
}

/** A protected name belongs to one person; of others there may be several, who used it on different days. */
function one(called: readonly KnownPerson[], who: string): Result<KnownPerson, string> {
  const [first, ...others] = called
  if (!first) return fail(`Nobody called "${who}" has ever been here.`)
  const owner = called.find(({ isProtected }) => isProtected)
  if (owner ?? others.length === 0) return succeed(owner ?? first)
  const list = called
    .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)
    .map(
      ({ id, name, lastSeenAt }) => `  ${id}  ${name}, here ${new Date(lastSeenAt).toISOString()}`,
    )
  return fail(
    `Several people have had this name. Give the id of the one you mean:\n${list.join('\n')}`,
  )
}
