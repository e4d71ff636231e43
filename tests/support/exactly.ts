import { expect } from 'vitest'
import type { z } from 'zod'

/**
 * What a schema makes of an answer. The schemas pass over what they do not know, as clients have to;
 * here a field that is documented nowhere fails the test.
 */
export function parseExactly<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
): z.output<Schema> {
  const parsed = schema.parse(answer)
  expect(answer).toEqual(parsed)
  return parsed
}
