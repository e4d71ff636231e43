import type { RoomId } from '#shared/domain/ids.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import {
  mediaWithoutUpTo,
  pinsWithoutUpTo,
  summaryWithoutUpTo,
  withoutUpTo,
} from '../state/trimming.ts'
import type { ActionContext } from './context.ts'

/** The oldest messages of a conversation are gone, because they were too old. */
export const handleTrimmed = (
  { store }: ActionContext,
  { roomId, upToSeq }: EventPayload<'room:trimmed'>,
): void =>
  store.setState(({ conversations, summaries, pins, mediaList }) => ({
    conversations: changed(conversations, roomId, (known) => withoutUpTo(known, upToSeq)),
    summaries: changed(summaries, roomId, (known) => summaryWithoutUpTo(known, upToSeq)),
    pins: changed(pins, roomId, (known) => pinsWithoutUpTo(known, upToSeq) ?? known),
    mediaList: mediaList?.roomId === roomId ? mediaWithoutUpTo(mediaList, upToSeq) : mediaList,
  }))

/** The same map when nothing of it changed, so that nobody draws anew. */
function changed<Value>(
  map: ReadonlyMap<RoomId, Value>,
  roomId: RoomId,
  change: (value: Value) => Value,
): ReadonlyMap<RoomId, Value> {
  const before = map.get(roomId)
  const after = before === undefined ? before : change(before)
  return after === undefined || after === before ? map : new Map(map).set(roomId, after)
}
