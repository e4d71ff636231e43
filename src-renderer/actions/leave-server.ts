import { NO_LINK } from '../state/link.ts'
import type { ActionContext } from './context.ts'
import { endSession } from './session.ts'

/** Leaves the server and goes back to the first screen. */
export function leaveServer(context: ActionContext): void {
  endSession(context)
  context.store.setState({
    link: NO_LINK,
    me: null,
    rooms: null,
    people: null,
    openRoom: null,
    conversations: new Map(),
    typists: [],
    editing: null,
    deleting: null,
    view: { screen: 'welcome', dialog: null, drawer: null },
  })
}
