import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { ReplyValue, RequestInput, RequestName } from '#shared/protocol/maps.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'

/**
 * Asks the server that the window is on, for dialogs that wait for the answer.
 * @returns the reply, or one sentence that says why not
 */
export async function askServer<Name extends RequestName>(
  { current }: ActionContext,
  name: Name,
  input: RequestInput<Name>,
): Promise<Result<ReplyValue<Name>, string>> {
  const answer = await current.session?.connection.call(name, input)
  if (!answer) return fail('There is no connection to a server.')
  return answer.ok ? succeed(answer.value) : fail(asSentence(answer.error.message))
}
