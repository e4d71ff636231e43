import type { z } from 'zod'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { RequestDefinition } from '#shared/protocol/define.ts'
import type { ProtocolError } from '#shared/protocol/errors.ts'

/** A sentence, not an essay: input decides how long some of these would be. */
const SENTENCE_MAX_LENGTH = 200

/** The server's door: turns whatever came into what the row of the table promises. */
export function parseInput(
  row: RequestDefinition,
  payload: unknown,
): Result<unknown, ProtocolError> {
  // Without a payload in the table, whatever came along is tolerated and dropped.
  if (row.input === null) return succeed(undefined)
  const parsed = row.input.safeParse(payload)
  if (parsed.success) return succeed(parsed.data)
  const [issue] = parsed.error.issues
  const isTooLarge = issue?.code === 'too_big' && issue.origin === 'string'
  const code = isTooLarge && row.failures.includes('too-large') ? 'too-large' : 'invalid'
  return fail({ code, message: sentenceFor(issue) })
}

function sentenceFor(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'The request is not valid'
  const field = issue.path.map(String).join('.')
  const isOwnWords = issue.code === 'custom' || !/^Invalid|^Too|^Unrec/.test(issue.message)
  const sentence = isOwnWords || field === '' ? issue.message : `${field}: ${issue.message}`
  return sentence.slice(0, SENTENCE_MAX_LENGTH)
}
