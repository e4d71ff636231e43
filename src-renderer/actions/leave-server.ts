import { NO_LINK } from '../state/link.ts'
import { EMPTY_STAY } from '../state/stay.ts'
import type { ActionContext } from './context.ts'
import { endSession } from './session.ts'

/** Leaves the server and goes back to the first screen. */
export function leaveServer(context: ActionContext): void {
  endSession(context)
  context.store.setState({
    ...EMPTY_STAY,
    link: NO_LINK,
    view: { screen: 'welcome', dialog: null, drawer: null },
  })
}
