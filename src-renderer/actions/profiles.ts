import { succeed } from '#shared/lib/result.ts'
import type { RequestInput } from '#shared/protocol/maps.ts'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import { withProfiles } from '../state/profiles.ts'
import { askServer } from './ask-server.ts'
import type { ActionContext, Session } from './context.ts'
import type { Done } from './manage-rooms.ts'
import { showNotice } from './notices.ts'
import { isCurrent } from './session.ts'

/** Asks who there is. Without an answer the names of those who are here are enough to go on. */
export async function loadPeople(context: ActionContext, session: Session): Promise<void> {
  const listed = await session.connection.call('people:list', undefined)
  if (listed.ok && isCurrent(context, session)) handlePeople(context, listed.value.people)
}

export const handlePeople = ({ store }: ActionContext, told: readonly ProfileWire[]): void =>
  store.setState(({ profiles }) => ({ profiles: withProfiles(profiles, told) }))

/** Changes what others see of us; what is left out stays. */
export async function updateProfile(
  context: ActionContext,
  change: RequestInput<'profile:update'>,
): Promise<Done> {
  const updated = await askServer(context, 'profile:update', change)
  if (!updated.ok) return updated
  context.store.setState({ me: updated.value.you })
  return succeed(null)
}

/** Protects our name with a password, changes it, or gives it up with null. */
export async function protectName(
  context: ActionContext,
  input: RequestInput<'profile:protect'>,
): Promise<Done> {
  const answer = await askServer(context, 'profile:protect', input)
  if (!answer.ok) return answer
  const { you } = answer.value
  context.store.setState({ me: you })
  const sentence = you.isProtected
    ? `The name ${you.name} is yours alone now.`
    : `The name ${you.name} is not protected any more.`
  showNotice(context, sentence, 'success')
  return succeed(null)
}
