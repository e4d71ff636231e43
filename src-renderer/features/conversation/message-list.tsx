import { ArrowDown } from 'lucide-react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { Conversation } from '../../state/conversation.ts'
import { deliveriesOf, NO_RECEIPTS } from '../../state/receipts.ts'
import { timelineOf, type TimelineRow } from '../../state/timeline.ts'
import { Button } from '../../ui/button.tsx'
import styles from './message-list.module.css'
import { moveBetweenMessages } from './move-between-messages.ts'
import { NewPill } from './new-pill.tsx'
import { PagingStatus } from './paging-status.tsx'
import { Row } from './row.tsx'
import { useNewLine } from './use-new-line.ts'
import { useTarget } from './use-target.ts'

/** Nearer to the end than this counts as being there, in pixels; browsers round. */
const END_TOLERANCE = 24

/** Asks for older messages before the reader meets the top, in pixels. */
const LOAD_AHEAD = 1_600

/** Measures rows this far outside of the view, so that guesses are corrected unseen, in pixels. */
const MEASURE_AHEAD = 800

/**
 * Whether the reader follows the conversation, or where they left it. Whoever is at the end of an old
 * part goes on reading there when the rest has been loaded.
 */
type Following =
  | { readonly isAtEnd: true; readonly isOfPart: boolean }
  | { readonly isAtEnd: false; readonly lastKey: string }

export function MessageList({ conversation }: { readonly conversation: Conversation }) {
  const { loadOlder, loadNewer, goToNewest, changeAttention } = useActions()
  const me = useAppState((state) => state.me)
  const editedId = useAppState((state) => state.editing?.messageId)
  const receipts = useAppState((state) => state.receipts.get(conversation.roomId) ?? NO_RECEIPTS)
  const rows = useMemo(() => {
    const isDirect = isReservedForDirect(conversation.roomId)
    const deliveries = deliveriesOf(conversation, receipts, { me: me?.id, isDirect })
    return timelineOf(conversation, me, deliveries)
  }, [conversation, me, receipts])
  const list = useRef<VirtualizerHandle>(null)
  const place = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState<Following>({
    isAtEnd: true,
    isOfPart: !conversation.isLive,
  })
  const lastRow = rows.at(-1)
  const { isLive, roomId } = conversation
  const newCount = following.isAtEnd || !isLive ? 0 : newMessagesAfter(rows, following.lastKey)
  const isOwnNewest = lastRow?.kind === 'message' && lastRow.message.outgoing !== null
  // The end of an old part is not the end of the conversation, nor was it when the part has met that.
  const isAtNewest = following.isAtEnd && !following.isOfPart && isLive
  const mustFollow = isAtNewest || (isOwnNewest && newCount > 0)

  const goToEnd = (): void => {
    if (isLive) list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
    else void goToNewest(roomId)
  }
  const line = useNewLine(rows, list)
  const foundId = useTarget(roomId, rows, list)

  useLayoutEffect(() => {
    if (mustFollow) list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [mustFollow, rows.length, lastRow?.key])

  useEffect(() => {
    const index = editedId === undefined ? -1 : indexOf(rows, editedId)
    if (index >= 0) list.current?.scrollToIndex(index, { align: 'nearest' })
    // Only when another message is being edited: afterwards scrolling is the reader's business.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [editedId])

  const isAtEnd = following.isAtEnd
  useEffect(() => changeAttention({ isAtEnd }), [changeAttention, isAtEnd])

  const handleScroll = (offset: number): void => {
    if (!place.current) return
    line.look()
    // Of the place itself: when that becomes larger, this is told before the list has measured it.
    const { scrollHeight, clientHeight, scrollTop } = place.current
    const distance = scrollHeight - clientHeight - scrollTop
    const isNowAtEnd = distance <= END_TOLERANCE
    if (isNowAtEnd && !(following.isAtEnd && following.isOfPart === !isLive)) {
      setFollowing({ isAtEnd: true, isOfPart: !isLive })
    }
    if (!isNowAtEnd && following.isAtEnd) {
      setFollowing({ isAtEnd: false, lastKey: lastRow?.key ?? '' })
    }
    if (offset < LOAD_AHEAD && conversation.older.phase === 'idle') void loadOlder(roomId)
    const isNearEnd = distance < LOAD_AHEAD && !isLive
    if (isNearEnd && conversation.newer.phase === 'idle') void loadNewer(roomId)
  }

  return (
    <div className={styles['frame']}>
      <div
        ref={place}
        className={styles['scroll']}
        role="log"
        aria-label="Messages"
        // Scrolling back draws old messages again; those must not be read out as new.
        aria-live={isAtNewest ? 'polite' : 'off'}
        aria-relevant="additions"
        tabIndex={0}
        onKeyDown={moveBetweenMessages}
      >
        <div className={styles['filler']} />
        <Virtualizer
          ref={list}
          data={rows}
          bufferSize={MEASURE_AHEAD}
          shift={conversation.lastChange === 'older'}
          onScroll={handleScroll}
          onResize={() => {
            if (isAtNewest) goToEnd()
            line.look()
          }}
        >
          {(row) => (
            <Row
              key={row.key}
              row={row}
              isTarget={row.kind === 'message' && foundId !== null && row.message.id === foundId}
            />
          )}
        </Virtualizer>
      </div>
      <PagingStatus
        paging={conversation.older}
        direction="older"
        onRetry={() => void loadOlder(roomId)}
      />
      <PagingStatus
        paging={conversation.newer}
        direction="newer"
        onRetry={() => void loadNewer(roomId)}
      />
      <NewPill conversation={conversation} line={line} />
      {!isAtNewest && (
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

function newMessagesAfter(rows: readonly TimelineRow[], key: string): number {
  const index = rows.findIndex((row) => row.key === key)
  return rows.slice(index + 1).filter((row) => row.kind === 'message').length
}

const indexOf = (rows: readonly TimelineRow[], id: MessageId): number =>
  rows.findIndex((row) => row.kind === 'message' && row.message.id === id)

const newMessages = (count: number): string =>
  count === 1 ? '1 new message' : `${count} new messages`
