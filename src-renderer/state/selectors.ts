import { otherOfDirect, isReservedForDirect } from '#shared/domain/direct.ts'
import { HERE } from '#shared/domain/mentions.ts'
import { hasRight } from '#shared/domain/rights.ts'
import { mayPinIn } from '#shared/domain/rooms.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { ProfileWire, RoomWire } from '#shared/protocol/wire.ts'
import type { AppState } from './app-state.ts'
import { emptyConversation, type Conversation } from './conversation.ts'
import { draftKey } from './drafts.ts'
import { serverOf } from './link.ts'
import { emptySummary, type Summary } from './summaries.ts'

/** Reads that several features share. */

export const selectServer = (state: AppState) => serverOf(state.link)

/** Every room that this person may know of, in one list; the same list for the same rooms. */
export function selectRooms({
  rooms,
  privateRooms,
}: Pick<AppState, 'rooms' | 'privateRooms'>): readonly RoomWire[] {
  if (privateRooms.length === 0) return rooms ?? NO_ROOMS
  if (rooms !== lastRooms.rooms || privateRooms !== lastRooms.privateRooms) {
    lastRooms = { rooms, privateRooms, all: [...(rooms ?? []), ...privateRooms] }
  }
  return lastRooms.all
}

const NO_ROOMS: readonly RoomWire[] = []

let lastRooms: Pick<AppState, 'rooms' | 'privateRooms'> & { readonly all: readonly RoomWire[] } = {
  rooms: null,
  privateRooms: [],
  all: [],
}

export const selectRoom = (state: AppState, id: RoomId | null): RoomWire | null =>
  selectRooms(state).find((room) => room.id === id) ?? null

/** Null while a direct conversation is open. */
export const selectOpenRoom = (state: AppState): RoomWire | null =>
  selectRoom(state, state.openRoom)

/** Who the open conversation is with; null while a room is open. */
export const selectOpenPersonId = ({ openRoom, me }: AppState): PersonId | null =>
  openRoom !== null && me ? otherOfDirect(openRoom, me.id) : null

export const selectOpenPerson = (state: AppState): ProfileWire | null => {
  const id = selectOpenPersonId(state)
  return id === null ? null : (state.profiles.get(id) ?? null)
}

/** What a conversation is called: a room by its name, a direct one by the other person's. */
export function selectName(state: AppState, id: RoomId): string | undefined {
  const other = state.me && otherOfDirect(id, state.me.id)
  return other ? state.profiles.get(other)?.name : selectRoom(state, id)?.name
}

export const selectOpenName = (state: AppState): string | undefined =>
  state.openRoom === null ? undefined : selectName(state, state.openRoom)

export const selectConversation = (state: AppState): Conversation | null =>
  state.openRoom === null
    ? null
    : (state.conversations.get(state.openRoom) ?? loadingConversation(state.openRoom))

/** One object per room, because a selector that makes a new one each time would draw for ever. */
const loading = new Map<string, Conversation>()

function loadingConversation(roomId: Conversation['roomId']): Conversation {
  const known = loading.get(roomId) ?? emptyConversation(roomId)
  loading.set(roomId, known)
  return known
}

/** What is known of a conversation; of one that nobody told about yet, nothing is unread. */
export const summaryOf = (
  { summaries, me }: Pick<AppState, 'summaries' | 'me'>,
  roomId: RoomId,
): Summary => summaries.get(roomId) ?? unknownSummary(roomId, me?.id)

/** One object per conversation and person, because one that is new each time would draw for ever. */
const unknown = new Map<string, Summary>()

function unknownSummary(roomId: RoomId, me: PersonId | undefined): Summary {
  const key = `${roomId} ${me}`
  const known = unknown.get(key) ?? emptySummary(roomId, me)
  unknown.set(key, known)
  return known
}

/**
 * Whose names are mentions: everybody known, everybody who said something, and "here". The same list
 * for the same names, because each message is drawn again when it changes.
 */
export const selectMentionNames = (state: AppState): readonly string[] => {
  const conversation = selectConversation(state)
  const { people, profiles } = state
  const isSame =
    conversation === lastNames.conversation &&
    people === lastNames.people &&
    profiles === lastNames.profiles
  if (!isSame) {
    const here = people?.map(({ name }) => name) ?? []
    const known = [...profiles.values()].map(({ name }) => name)
    const authors = conversation?.messages.map(({ user }) => user) ?? []
    const names = [...new Set([HERE, ...here, ...known, ...authors])].toSorted()
    const isEqual = names.join('\n') === lastNames.names.join('\n')
    lastNames = { conversation, people, profiles, names: isEqual ? lastNames.names : names }
  }
  return lastNames.names
}

let lastNames: {
  readonly conversation: Conversation | null
  readonly people: AppState['people']
  readonly profiles: AppState['profiles'] | null
  readonly names: readonly string[]
} = { conversation: null, people: null, profiles: null, names: [] }

/**
 * What waits to be read: every direct message, and what speaks to this person or is to be told of in
 * rooms. The rest is there when somebody looks, and needs no number on the window.
 */
export const selectUnreadTotal = ({ summaries }: AppState): number =>
  [...summaries.values()].reduce((sum, summary) => sum + callsIn(summary), 0)

/** How many unread messages of one conversation deserve a number that stands out. */
export function callsIn({ notify, unread, mentions, isHidden }: Summary): number {
  if (isHidden || notify === 'nothing') return 0
  return notify === 'all' ? unread : mentions
}

export const selectDraft = (state: AppState): string => {
  const server = serverOf(state.link)
  if (!server || state.openRoom === null) return ''
  return state.drafts[draftKey(server.origin, state.openRoom)] ?? ''
}

/** Whether we may pin in the open conversation: in a direct one both may. */
export function selectMayPin(state: AppState): boolean {
  const { openRoom, me } = state
  if (openRoom === null || !me) return false
  if (isReservedForDirect(openRoom)) return true
  const room = selectOpenRoom(state)
  return room !== null && room.archivedAt === null && mayPinIn(me, room)
}

/** Whether we may speak to everybody who is here at once. */
export const selectMayMentionHere = ({ openRoom, me }: AppState): boolean =>
  openRoom !== null &&
  me !== null &&
  !isReservedForDirect(openRoom) &&
  hasRight(me.role, 'mention:here')

/** Everybody on the server: each is in one room. */
export const selectPeopleOnServer = (state: AppState): number =>
  selectRooms(state).reduce((sum, room) => sum + room.users, 0)

/** Whether the server that the window shows runs in this app. */
export const selectIsHosting = (state: AppState): boolean =>
  state.host !== null && state.host.phase !== 'off' && state.host.phase !== 'failed'
