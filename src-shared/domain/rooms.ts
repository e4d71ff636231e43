import { roomIdSchema, type RoomId } from './ids.ts'

/** A place to talk. `icon` is one emoji. */
export interface Room {
  readonly id: RoomId
  readonly name: string
  readonly icon: string
  readonly topic: string
}

const room = (id: string, icon: string, name: string, topic: string): Room => ({
  id: roomIdSchema.parse(id),
  icon,
  name,
  topic,
})

/** What a new server starts with. */
export const DEFAULT_ROOMS: readonly Room[] = [
  room('general', '💬', 'General', 'Everything and everybody'),
  room('music', '🎵', 'Music', 'What are you listening to?'),
  room('gaming', '🎮', 'Gaming', 'Find people to play with'),
]
