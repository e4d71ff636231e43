import type { RoomId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'

/** Drafts beyond this many belong to conversations long forgotten. */
const DRAFTS_MAX = 100

export const draftKey = (origin: ServerOrigin, room: RoomId): string => `${origin} ${room}`

/** Keeps a text, or forgets it when it is empty. The oldest one makes place for the newest. */
export function withDraft(
  drafts: Readonly<Record<string, string>>,
  key: string,
  text: string,
): Readonly<Record<string, string>> {
  const others = Object.entries(drafts).filter(([other]) => other !== key)
  return Object.fromEntries(
    text === '' ? others : [...others, [key, text] as const].slice(-DRAFTS_MAX),
  )
}
