import { initialState, type AppState } from './app-state.ts'

/** What belongs to one stay on one server, before anything is known of it. */
export const EMPTY_STAY = {
  me: initialState.me,
  rooms: initialState.rooms,
  privateRooms: initialState.privateRooms,
  openRoom: initialState.openRoom,
  presentRoom: initialState.presentRoom,
  people: initialState.people,
  profiles: initialState.profiles,
  summaries: initialState.summaries,
  conversations: initialState.conversations,
  receipts: initialState.receipts,
  pins: initialState.pins,
  jump: initialState.jump,
  attaching: initialState.attaching,
  uploads: initialState.uploads,
  notes: initialState.notes,
  typists: initialState.typists,
  editing: initialState.editing,
  deleting: initialState.deleting,
  forwarding: initialState.forwarding,
  blocking: initialState.blocking,
  managingRoom: initialState.managingRoom,
  moderating: initialState.moderating,
  unlocking: initialState.unlocking,
  search: initialState.search,
} satisfies Partial<AppState>
