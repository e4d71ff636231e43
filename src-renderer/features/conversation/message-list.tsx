import { ArrowDown } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { Conversation } from '../../state/conversation.ts'
import { timelineOf, type TimelineRow } from '../../state/timeline.ts'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import styles from './message-list.module.css'
import { Row } from './row.tsx'

/** Nearer to the end than this counts as being there, in pixels; browsers round. */
const END_TOLERANCE = 24

/** Asks for older messages before the reader meets the top, in pixels. */
const LOAD_AHEAD = 1_600

/** Measures rows this far outside of the view, so that guesses are corrected unseen, in pixels. */
const MEASURE_AHEAD = 800

/** Whether the reader follows the conversation, or where they left it. */
type Following = { readonly isAtEnd: true } | { readonly isAtEnd: false; readonly lastKey: string }

export function MessageList({ conversation }: { readonly conversation: Conversation }) {
  const { loadOlder } = useActions()
  const me = useAppState((state) => state.me)
  const rows = useMemo(() => timelineOf(conversation, me), [conversation, me])
  const list = useRef<VirtualizerHandle>(null)
  const [following, setFollowing] = useState<Following>({ isAtEnd: true })
  const lastRow = rows.at(-1)
  const newCount = following.isAtEnd ? 0 : newMessagesAfter(rows, following.lastKey)
  const isOwnNewest = lastRow?.kind === 'message' && lastRow.message.outgoing !== null
  const mustFollow = following.isAtEnd || (isOwnNewest && newCount > 0)

  const goToEnd = (): void => list.current?.scrollToIndex(rows.length - 1, { align: 'end' })

  useLayoutEffect(() => {
    if (mustFollow) list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [mustFollow, rows.length, lastRow?.key])

  const handleScroll = (offset: number): void => {
    const handle = list.current
    if (!handle) return
    const distance = handle.scrollSize - handle.viewportSize - offset
    const isAtEnd = distance <= END_TOLERANCE
    if (isAtEnd !== following.isAtEnd) {
      setFollowing(isAtEnd ? { isAtEnd } : { isAtEnd, lastKey: lastRow?.key ?? '' })
    }
    if (offset < LOAD_AHEAD && conversation.older.phase === 'idle') {
      void loadOlder(conversation.roomId)
    }
  }

  return (
    <div className={styles['frame']}>
      <div
        className={styles['scroll']}
        role="log"
        aria-label="Messages"
        // Scrolling back draws old messages again; those must not be read out as new.
        aria-live={following.isAtEnd ? 'polite' : 'off'}
        aria-relevant="additions"
        tabIndex={0}
      >
        <div className={styles['filler']} />
        <Virtualizer
          ref={list}
          data={rows}
          bufferSize={MEASURE_AHEAD}
          shift={conversation.lastChange === 'older'}
          onScroll={handleScroll}
          onResize={() => following.isAtEnd && goToEnd()}
        >
          {(row) => <Row key={row.key} row={row} roomId={conversation.roomId} />}
        </Virtualizer>
      </div>
      <Older conversation={conversation} />
      {!following.isAtEnd && (
        <Button
          variant={newCount > 0 ? 'primary' : 'outline'}
          size="small"
          className={styles['jump']}
          icon={<ArrowDown aria-hidden="true" />}
          onClick={goToEnd}
        >
          {newCount > 0 ? newMessages(newCount) : 'Jump to newest'}
        </Button>
      )}
    </div>
  )
}

/** What reading back is waiting for, over the list so that nothing in it moves. */
function Older({ conversation }: { readonly conversation: Conversation }) {
  const { loadOlder } = useActions()
  const { older, roomId } = conversation
  if (older.phase === 'idle') return null
  return (
    <div className={styles['older']} role="status">
      {older.phase === 'loading' ? (
        <>
          <Spinner /> Loading older messages
        </>
      ) : (
        <>
          {older.reason}
          <Button variant="ghost" size="small" onClick={() => void loadOlder(roomId)}>
            Try again
          </Button>
        </>
      )}
    </div>
  )
}

function newMessagesAfter(rows: readonly TimelineRow[], key: string): number {
  const index = rows.findIndex((row) => row.key === key)
  return rows.slice(index + 1).filter((row) => row.kind === 'message').length
}

const newMessages = (count: number): string =>
  count === 1 ? '1 new message' : `${count} new messages`
