import { useEffect, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { TimelineRow } from '../../state/timeline.ts'

export interface NewLine {
  /** The line stands above what is on the screen. */
  readonly isAbove: boolean
  /** Messages below it; 0 when it is not among those that are here. */
  readonly count: number
  readonly goThere: () => void
  /** Called when the list moved. */
  readonly look: () => void
}

/** Where the line above what is new stands, seen from the screen. */
export function useNewLine(
  rows: readonly TimelineRow[],
  list: RefObject<VirtualizerHandle | null>,
): NewLine {
  const index = rows.findIndex((row) => row.kind === 'message' && row.isFirstNew)
  const [isAbove, setAbove] = useState(false)
  const look = (): void => {
    const handle = list.current
    if (handle) setAbove(index >= 0 && handle.getItemOffset(index) < handle.scrollOffset)
  }
  // A line that appears or goes away moves nothing by itself.
  // oxlint-disable-next-line react/exhaustive-deps
  useEffect(look, [index])
  return {
    isAbove,
    count: index < 0 ? 0 : rows.slice(index).filter(isOfOthers).length,
    goThere: () => list.current?.scrollToIndex(index, { align: 'start' }),
    look,
  }
}

const isOfOthers = (row: TimelineRow): boolean => row.kind === 'message' && !row.message.isMine
