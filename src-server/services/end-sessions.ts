import type { SessionId } from '#shared/domain/ids.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { InstanceNews, Instances } from '../ports/instances.ts'
import type { Identity } from './identity.ts'

/** Ends the sessions that this instance has of somebody who was thrown out through any instance. */
export function endSessionsOnNews(deps: {
  readonly instances: Instances
  readonly identity: Identity
  readonly broadcaster: Broadcaster
  /** Sends what is queued, then ends the connection for good. */
  readonly cut: (sessionId: SessionId) => void
}): void {
  const { instances, identity, broadcaster, cut } = deps

  function end({
    personId,
    reason,
    message,
    until,
  }: Extract<InstanceNews, { kind: 'end-sessions' }>) {
    for (const session of identity.sessionsOf(personId)) {
      broadcaster.toSession(session.id, 'session:ended', { reason, message, until })
      cut(session.id)
    }
  }

  instances.listen((news) => {
    if (news.kind === 'end-sessions') end(news)
  })
}
