import type { RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { AuditAction } from '#shared/protocol/moderation-wire.ts'
import type { Clock } from '../ports/clock.ts'
import type { ModerationStore } from '../ports/moderation-store.ts'

export interface AuditNote {
  readonly action: AuditAction
  readonly actor: Person
  readonly target?: Person
  readonly roomId?: RoomId
  readonly detail?: string
}

export type Audit = ReturnType<typeof createAudit>

/**
 * Writes into the log who moderated whom. After the deed and before the answer: whoever hears that it
 * could not be written does it again, which changes nothing more and is written then.
 */
export function createAudit(deps: { readonly moderation: ModerationStore; readonly clock: Clock }) {
  const { moderation, clock } = deps
  const plain = ({ id, name }: Person): Person => ({ id, name })

  return async ({ action, actor, target, roomId, detail }: AuditNote): Promise<void> => {
    await moderation.note({
      at: clock.now(),
      action,
      actor: plain(actor),
      target: target ? plain(target) : null,
      roomId: roomId ?? null,
      detail: detail ?? '',
    })
  }
}
