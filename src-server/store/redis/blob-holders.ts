import type { BlobId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import { blobsOf, type Attachment } from '#shared/domain/messages.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'

/**
 * What may refer to a blob. It is written down before the thing itself is, and never taken out when
 * that ends: whether it still refers is asked of the thing. So whoever deletes messages, rooms or
 * people, in whatever way, need not know of blobs, and a blob that is referred to always has its note.
 */
export type Holder =
  | { readonly kind: 'message'; readonly roomId: RoomId; readonly id: MessageId }
  /** As the picture in the profile. */
  | { readonly kind: 'avatar'; readonly personId: PersonId }
  | { readonly kind: 'upload'; readonly personId: PersonId }

interface Deps {
  readonly link: Link
  readonly keys: Keys
}

interface Note {
  readonly holder: Holder
  /** As it stands in Redis. */
  readonly member: string
  readonly since: number
}

/** What was written down just before may not be there yet itself; no write takes nearly as long. */
const IN_FLIGHT_MS = 5 * 60_000

export const toMember = (holder: Holder): string =>
  holder.kind === 'message'
    ? `message/${holder.roomId}/${holder.id}`
    : `${holder.kind}/${holder.personId}`

function toHolder(member: string): Holder | null {
  const [kind, first = '', second = ''] = member.split('/')
  if (kind === 'message') return { kind, roomId: first as RoomId, id: second as MessageId }
  return kind === 'upload' || kind === 'avatar' ? { kind, personId: first as PersonId } : null
}

export async function noteHolders(
  { link, keys }: Deps,
  blobIds: readonly BlobId[],
  holder: Holder,
  now: number,
): Promise<void> {
  const notes = blobIds.map((id) =>
    link.ask((redis) => redis.zadd(keys.holders(id), now, toMember(holder))),
  )
  await Promise.all(notes)
}

async function notesOf({ link, keys }: Deps, id: BlobId): Promise<readonly Note[]> {
  const flat = await link.ask((redis) => redis.zrange(keys.holders(id), '0', '-1', 'WITHSCORES'))
  const notes: Note[] = []
  for (let at = 0; at < flat.length; at += 2) {
    const [member = '', since] = [flat[at], Number(flat[at + 1])]
    const holder = toHolder(member)
    if (holder) notes.push({ holder, member, since })
  }
  return notes
}

/** Whether the blob is referred to. Notes that are no longer true are taken out on the way. */
export async function isHeld(
  deps: Deps,
  id: BlobId,
  times: { readonly now: number; readonly uploadsSince: number },
): Promise<boolean> {
  const stale: string[] = []
  // The newest first: it is the likeliest to be true.
  for (const note of (await notesOf(deps, id)).toReversed()) {
    if (await isTrue(deps, id, note, times)) return true
    stale.push(note.member)
  }
  if (stale.length > 0) {
    await deps.link.ask((redis) => redis.zrem(deps.keys.holders(id), ...stale))
  }
  return false
}

async function isTrue(
  deps: Deps,
  id: BlobId,
  { holder, since }: Note,
  times: { readonly now: number; readonly uploadsSince: number },
): Promise<boolean> {
  if (holder.kind === 'upload') return since >= times.uploadsSince
  if (since > times.now - IN_FLIGHT_MS) return true
  return holder.kind === 'avatar'
    ? isAvatarOf(deps, id, holder.personId)
    : isAttachedTo(deps, id, holder)
}

async function isAvatarOf({ link, keys }: Deps, id: BlobId, personId: PersonId): Promise<boolean> {
  const key = `${keys.people}person:${personId}`
  return (await link.ask((redis) => redis.hget(key, 'avatar'))) === id
}

async function isAttachedTo(
  { link, keys }: Deps,
  id: BlobId,
  message: Extract<Holder, { kind: 'message' }>,
): Promise<boolean> {
  const key = keys.message(message.roomId, message.id)
  const json = await link.ask((redis) => redis.hget(key, 'attachments'))
  const attachments = json ? (JSON.parse(json) as Attachment[]) : []
  return blobsOf(attachments).includes(id)
}
