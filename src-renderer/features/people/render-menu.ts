import type { ReactNode } from 'react'
import type { PersonId } from '#shared/domain/ids.ts'

/** Draws what can be done about somebody. */
export type RenderPersonMenu = (personId: PersonId) => ReactNode
