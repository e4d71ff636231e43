import type { PersonId } from '#shared/domain/ids.ts'
import type { ProfileWire } from '#shared/protocol/wire.ts'

/** Everybody known, after somebody told about some of them. */
export function withProfiles(
  known: ReadonlyMap<PersonId, ProfileWire>,
  told: readonly ProfileWire[],
): ReadonlyMap<PersonId, ProfileWire> {
  if (told.length === 0) return known
  const next = new Map(known)
  for (const profile of told) next.set(profile.id, profile)
  return next
}
