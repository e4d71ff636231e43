import type { RoomId } from '#shared/domain/ids.ts'

/** The dialog about a room: for a new one, or for one that is there. */
export type ManagingRoom =
  { readonly kind: 'new' } | { readonly kind: 'existing'; readonly roomId: RoomId }
