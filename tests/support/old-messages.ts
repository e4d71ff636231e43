import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { draftsOf } from '../contract/fixtures.ts'
import type { DurableStore } from '../contract/stores.ts'

const DAY_MS = 86_400_000

/** What was said some days before now, one message a line, by somebody whom the store knows. */
export async function sayLongAgo(
  store: DurableStore,
  author: Person,
  lines: readonly { readonly text: string; readonly daysAgo: number; readonly roomId: RoomId }[],
): Promise<void> {
  for (const { text, daysAgo, roomId } of lines) {
    const createdAt = Date.now() - daysAgo * DAY_MS
    await store.messages.append(draftsOf(author)(text, { roomId, createdAt }))
  }
}
