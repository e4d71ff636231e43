import type { z } from 'zod'

/**
 * Reads what anybody who may write into Redis can have put there, another version of Parley included, so
 * at least its form is looked at.
 *
 * @returns null for whatever is not of this form
 */
export function parseJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.output<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
