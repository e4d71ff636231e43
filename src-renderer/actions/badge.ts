import type { Undo } from '#shared/lib/scope.ts'
import { selectUnreadTotal } from '../state/selectors.ts'
import type { ActionContext } from './context.ts'

/** Shows on the app's icon how much waits, as long as anybody listens. */
export function keepBadge({ store, platform }: ActionContext): Undo {
  let shown = 0
  return store.subscribe((state) => {
    const count = selectUnreadTotal(state)
    if (count === shown) return
    shown = count
    platform.setBadge(count)
  })
}
