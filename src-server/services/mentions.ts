import { peopleOfDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { mentionCandidates, mentionsHere } from '#shared/domain/mentions.ts'
import type { MessageDraft } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Directory } from './directory.ts'
import type { Rules } from './rules.ts'

export type SpokenTo = Pick<MessageDraft, 'mentions' | 'mentionsHere'>

/** Whom a text speaks to. Of a direct conversation only the two can be spoken to, and nobody as all. */
export function createMentions(deps: { readonly directory: Directory; readonly rules: Rules }) {
  const { directory, rules } = deps

  async function peopleNamed(text: string): Promise<readonly PersonId[]> {
    const candidates = mentionCandidates(text)
    const found = await directory.byNames(candidates.flat())
    let next = 0
    const ids = candidates.map((names) => {
      const people = found.slice(next, (next += names.length))
      // The longest name counts: "@Anna Kim" is not "@Anna" where both are people.
      return people.find((person) => person !== null)?.id
    })
    return [...new Set(ids.filter((id) => id !== undefined))]
  }

  return async function spokenTo(author: Person, roomId: RoomId, text: string): Promise<SpokenTo> {
    if (!text.includes('@')) return { mentions: [], mentionsHere: false }
    const named = await peopleNamed(text)
    const people = peopleOfDirect(roomId)
    if (people) return { mentions: named.filter((id) => people.includes(id)), mentionsHere: false }
    const isToAll = mentionsHere(text) && (await rules.has(author, 'mention:here'))
    return { mentions: named, mentionsHere: isToAll }
  }
}
