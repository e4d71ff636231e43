import type { PersonId } from '#shared/domain/ids.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'

/** Asks whether the direct messages of somebody are really to be refused. */
export const askToBlock = ({ store }: ActionContext, personId: PersonId): void =>
  store.setState({ blocking: { personId, isBusy: false, problem: null } })

export const cancelBlock = ({ store }: ActionContext): void => store.setState({ blocking: null })

/** Refuses them; the question stays open with a sentence when it fails. */
export async function confirmBlock(context: ActionContext): Promise<void> {
  const { store } = context
  const { blocking } = store.getState()
  if (!blocking || blocking.isBusy) return
  store.setState({ blocking: { ...blocking, isBusy: true, problem: null } })
  const problem = await choose(context, 'person:block', blocking.personId, true)
  store.setState((state) => ({
    blocking:
      problem !== null && state.blocking?.personId === blocking.personId
        ? { ...blocking, isBusy: false, problem: `Not blocked. ${problem}` }
        : null,
  }))
}

/** Whether calls of somebody ring, on all devices. They are told as little of it as of a block. */
export async function setRings(
  context: ActionContext,
  personId: PersonId,
  on: boolean,
): Promise<void> {
  const problem = await choose(context, 'person:ring', personId, on)
  if (problem !== null) showNotice(context, `Not changed. ${problem}`, 'problem')
}

/** Accepts somebody's direct messages again. Easily undone, so nobody is asked. */
export async function unblock(context: ActionContext, personId: PersonId): Promise<void> {
  const problem = await choose(context, 'person:block', personId, false)
  if (problem !== null) showNotice(context, `Not unblocked. ${problem}`, 'problem')
}

/** Has the server keep what was chosen about somebody. @returns why it failed, as a sentence */
async function choose(
  { store, current }: ActionContext,
  what: 'person:block' | 'person:ring',
  userId: PersonId,
  on: boolean,
): Promise<string | null> {
  const answer = await current.session?.connection.call(what, { userId, on })
  if (!answer?.ok)
    return asSentence(answer?.error.message ?? 'There is no connection to the server')
  // Whom that is so with, now.
  store.setState(({ me }) => ({ me: me && { ...me, ...answer.value } }))
  return null
}
