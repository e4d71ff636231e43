import { z } from 'zod'
import { personIdSchema } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'

/** Somebody as one instance tells another of them; the name was checked where it was chosen. */
export const personSchema = z
  .object({ id: personIdSchema, name: z.string() })
  .transform(({ id, name }) => ({ id, name: name as PersonName }))
