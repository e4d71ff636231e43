import type { PersonId } from '#shared/domain/ids.ts'
import type { AppState } from './app-state.ts'
import { serverOf } from './link.ts'

/** Address of the picture of somebody, if there is one. */
export function selectPicture(state: AppState, id: PersonId | null): string | null {
  const server = serverOf(state.link)
  const person = id === state.me?.id ? state.me : id && state.profiles.get(id)
  return server && person && person.avatar !== null ? server.origin + person.avatar : null
}
