import { expect, test } from 'vitest'
import { roomIdSchema } from '#shared/domain/ids.ts'
import { initialState } from './app-state.ts'
import { selectConversation, selectDraft, selectRooms, summaryOf } from './selectors.ts'

/** A selector that makes a new value of the same state makes React draw for ever. */
test('what nobody told about yet is the same each time that it is asked for', () => {
  const roomId = roomIdSchema.parse('just-created')
  const state = { ...initialState, openRoom: roomId }
  expect(summaryOf(state, roomId)).toBe(summaryOf({ ...state }, roomId))
  expect(selectConversation(state)).toBe(selectConversation({ ...state }))
  expect(selectRooms(state)).toBe(selectRooms({ ...state }))
  expect(selectDraft(state)).toBe(selectDraft({ ...state }))
})
