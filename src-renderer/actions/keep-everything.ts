import type { ActionContext } from './context.ts'
import { keepDrafts } from './drafts.ts'
import { keepHistoryNow } from './kept-history.ts'
import { tellReadNow } from './reading.ts'
import { keepHearing } from './voice-sound.ts'

/** The page may be gone in a moment: what waits for a pause does not wait any longer. */
export function keepEverything(context: ActionContext): void {
  const { session } = context.current
  keepDrafts(context)
  keepHearing(context)
  if (!session) return
  tellReadNow(session)
  keepHistoryNow(session)
}
