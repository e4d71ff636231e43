import { Archive, Ban, Lock, MicOff } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { unreachable } from '#shared/lib/unreachable.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectOpenPersonId } from '../../state/selectors.ts'
import { silenceIn, type Silence } from '../../state/silence.ts'
import { Button } from '../../ui/button.tsx'
import { Composer } from './composer.tsx'
import { NoteBar } from './note-bar.tsx'
import { fullTime } from './times.ts'
import styles from './writing.module.css'

/** The place to write, or why there is none and what to do about it. */
export function Writing({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) {
  // As one text, because a new object each time would be another value each time.
  const told = useAppState((state) => JSON.stringify(silenceIn(state, Date.now())))
  const silence = JSON.parse(told) as Silence | null
  if (silence === null) return <Composer field={field} />
  return (
    <>
      {/* Whoever may not write any more has what they recorded still in their hands. */}
      <NoteBar />
      <Silenced silence={silence} />
    </>
  )
}

function Silenced({ silence }: { readonly silence: Silence }) {
  switch (silence.kind) {
    case 'archived':
      return (
        <Line icon={<Archive />}>
          This room is archived. It can be read, and is quiet otherwise.
        </Line>
      )
    case 'role':
      return <Line icon={<Lock />}>Only some people may write in this room.</Line>
    case 'muted':
      return (
        <Line icon={<MicOff />}>
          A moderator asked you to be quiet until {fullTime(silence.until)}.
        </Line>
      )
    case 'blocked':
      return (
        <Line icon={<Ban />} action={<Unblock />}>
          You blocked {silence.name}.
        </Line>
      )
    default:
      return unreachable(silence)
  }
}

function Unblock() {
  const { unblock } = useActions()
  const personId = useAppState(selectOpenPersonId)
  if (personId === null) return null
  return (
    <Button size="small" onClick={() => void unblock(personId)}>
      Unblock
    </Button>
  )
}

function Line({
  icon,
  action,
  children,
}: {
  readonly icon: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className={styles['line']} role="status">
      <span className={styles['icon']} aria-hidden="true">
        {icon}
      </span>
      <p>{children}</p>
      {action}
    </div>
  )
}
