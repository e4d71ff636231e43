import { asSentence } from './as-sentence.ts'
import { askPassword } from './ask-password.ts'
import type { ActionContext, Session } from './context.ts'

/**
 * Asks for the password of the server. The first time it is no fault not to know it.
 * @returns null when the person would rather not
 */
export const askServerPassword = (
  context: ActionContext,
  { server, passwords }: Session,
  message: string,
): Promise<string | null> =>
  askPassword(context, {
    of: 'server',
    owner: server.name,
    problem: passwords.server === null ? null : asSentence(message),
  })
