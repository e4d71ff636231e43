import { createContext, useContext, type RefObject } from 'react'
import type { RoomId } from '#shared/domain/ids.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'

/** What the parts of one conversation need of each other. */
export interface ConversationTools {
  readonly roomId: RoomId
  /** People whose names are shown as mentions. */
  readonly names: readonly string[]
  /** Menus and pickers live here: inside the landmark, outside of what scrolls. */
  readonly overlays: RefObject<HTMLDivElement | null>
  /** Back to where the next message is written. */
  readonly focusComposer: () => void
  /** Scrolls to the message that a quote is about. */
  readonly jumpTo: (quote: NonNullable<StoredMessageWire['replyTo']>) => void
}

const ToolsContext = createContext<ConversationTools | null>(null)

export const ConversationToolsProvider = ToolsContext.Provider

export function useConversationTools(): ConversationTools {
  const tools = useContext(ToolsContext)
  if (!tools) throw new Error('Drawn outside of a conversation')
  return tools
}
