import type { AskingPassword } from '../state/asking-password.ts'
import type { ActionContext } from './context.ts'

let answer: ((password: string | null) => void) | null = null

/**
 * Asks the person for a password and waits.
 * @returns null when they would rather not
 */
export function askPassword(
  context: ActionContext,
  asking: AskingPassword,
): Promise<string | null> {
  answerPassword(context, null)
  context.store.setState({ askingPassword: asking })
  return new Promise((resolve) => {
    answer = resolve
  })
}

/** What the person typed, or null when they closed the question. */
export function answerPassword({ store }: ActionContext, password: string | null): void {
  const told = answer
  answer = null
  store.setState({ askingPassword: null })
  told?.(password)
}
