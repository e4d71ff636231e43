import type {
  Call,
  CallEvent,
  CallRefusal,
  CallTimes,
  EndedCall,
  LiveCall,
} from '#shared/domain/call.ts'
import { stepCall } from '#shared/domain/call-machine.ts'
import type { CallId, SessionId } from '#shared/domain/ids.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Log } from '../ports/log.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { CallNews } from './call-news.ts'

export type CallChanges = ReturnType<typeof createCallChanges>

/** Every way in which a call changes goes through here: the machine decides, the store keeps it, all hear it. */
export function createCallChanges(deps: {
  readonly store: CallStore
  readonly times: CallTimes
  readonly news: CallNews
  /** Writes the entry into the conversation, once however often it is asked to. */
  readonly writeEntry: (call: EndedCall) => Promise<unknown>
  /** Whatever there was for the call alone is not needed any more. */
  readonly handleEnd: (id: CallId) => void
  readonly log: Log
}) {
  const { store, times, news, writeEntry, handleEnd, log } = deps

  async function write(call: EndedCall): Promise<void> {
    try {
      await writeEntry(call)
      await store.noteWritten(call.id)
    } catch (error) {
      // The call has ended all the same; whoever looks after calls tries again.
      if (!(error instanceof Unavailable)) log.error({ err: error }, 'could not write down a call')
    }
  }

  return {
    write,

    /**
     * Lets the event happen to the call as it is by the time it does: somebody else may have changed
     * it meanwhile, and then the machine is asked anew.
     */
    async apply(
      call: LiveCall,
      event: CallEvent,
      actor: SessionId | null = null,
    ): Promise<Result<Call, CallRefusal>> {
      for (let before: Call | null = call; before; before = await store.find(call.id)) {
        const stepped = stepCall(before, event, times)
        if (!stepped.ok || before.phase === 'ended') return stepped
        const after = stepped.value
        if (!(await store.change(before, after))) continue
        if (after.phase === 'ended') handleEnd(after.id)
        news.changed(before, after, event, actor)
        if (after.phase === 'ended') await write(after)
        return succeed(after)
      }
      return fail('over')
    },

    /** Keeps a call that never rang. */
    async keep(
      call: EndedCall & { readonly reason: 'busy' | 'unreachable' },
      device: SessionId,
    ): Promise<void> {
      await store.add(call)
      news.cameToNothing(call, device, call.reason)
      await write(call)
    },
  }
}
