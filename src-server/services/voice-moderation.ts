import { succeed } from '#shared/lib/result.ts'
import type { ParsedInput, ReplyValue } from '#shared/protocol/maps.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { VoiceHomes } from '../ports/voice-homes.ts'
import type { VoiceLink } from '../ports/voice-link.ts'
import { noSuchRoom, type Access } from './access.ts'
import type { Audit } from './audit.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Rules } from './rules.ts'
import type { Session } from './session.ts'

const AUDIT_ACTION = {
  silence: 'voice-silence',
  unsilence: 'voice-unsilence',
  remove: 'voice-remove',
} as const

/** What moderators may do to those in voice: of rooms that they may read, to people below them. */
export function createVoiceModeration(deps: {
  readonly access: Access
  readonly rules: Rules
  readonly people: PeopleStore
  readonly homes: VoiceHomes
  readonly link: VoiceLink
  readonly audit: Audit
}) {
  const { access, rules, people, homes, link, audit } = deps

  return async function moderate(
    session: Session,
    { roomId, userId, action }: ParsedInput<'voice:moderate'>,
  ): Promise<
    Outcome<
      ReplyValue<'voice:moderate'>,
      'unauthorized' | 'forbidden' | 'not-found' | 'unavailable'
    >
  > {
    const actor = await access.entitled(session, 'voice:moderate')
    if (!actor.ok) return actor
    if (!(await access.mayRead(actor.value, roomId))) return noSuchRoom(roomId)
    const target = await people.find(userId)
    if (!target) return refuse('not-found', 'There is nobody of this id')
    if (!(await rules.outranks(actor.value, target))) {
      return refuse('forbidden', 'Only somebody with a higher role than theirs can do this')
    }
    const home = await homes.find(roomId)
    const answer =
      home === null
        ? ({ kind: 'nobody' } as const)
        : await link.ask(home, { kind: 'moderate', roomId, personId: userId, action })
    if (answer.kind === 'nobody') {
      return refuse('not-found', 'This person is not in the voice of this room')
    }
    if (answer.kind === 'forbidden') {
      return refuse('forbidden', 'This person is muted, or has a role that may not speak there')
    }
    if (answer.kind !== 'done')
      return refuse('unavailable', 'The voice of this room does not answer')
    await audit({ action: AUDIT_ACTION[action], actor: actor.value, target, roomId })
    return succeed({})
  }
}
