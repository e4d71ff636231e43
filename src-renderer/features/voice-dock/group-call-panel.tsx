import { ChevronDown, Users } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import type { RoomId } from '#shared/domain/ids.ts'
import { CameraButton, HangUpButton, ShareButton } from '../../app/parts/call-buttons.tsx'
import { MicrophoneProblem } from '../../app/parts/microphone-problem.tsx'
import { DeafenButton, MuteButton } from '../../app/parts/own-voice-buttons.tsx'
import { useAppState } from '../../app/services-context.tsx'
import { groupCallTitle, selectGroupCall, type GroupCallView } from '../../state/group-calls.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AddPeopleButton } from './add-people-button.tsx'
import { CallTime } from './call-time.tsx'
import { ConnectionDetails } from './connection-details.tsx'
import { DeviceMenu } from './device-menu.tsx'
import { InvitedPeople } from './invited-people.tsx'
import { useVoiceWords } from './use-voice-words.ts'
import styles from './voice-dock.module.css'

interface GroupCallPanelProps {
  /** Where there is little room, who is there waits behind a button. */
  readonly isNarrow?: boolean
  /** Draws who is there. */
  readonly renderPeople: (roomId: RoomId) => ReactNode
}

/** The group call that this device is in, whatever conversation is read: who is there, and the way out. */
export function GroupCallPanel({ isNarrow = false, renderPeople }: GroupCallPanelProps) {
  const group = useAppState(selectGroupCall)
  if (!group) return null
  const people = <div className={styles['people']}>{renderPeople(group.id)}</div>
  return (
    <section
      className={classNames(styles['dock'], isNarrow && styles['above'])}
      aria-label="Group call"
    >
      <MicrophoneProblem />
      <Head group={group} />
      <div className={styles['buttons']}>
        <MuteButton className={styles['button']} />
        <DeafenButton className={styles['button']} />
        <CameraButton className={styles['button']} />
        <ShareButton className={styles['button']} />
        <DeviceMenu className={styles['button']} hasCamera />
        <HangUpButton className={styles['button']} />
      </div>
      {isNarrow ? (
        <>
          <Folded count={group.others.length + 1}>{people}</Folded>
          <InvitedPeople />
        </>
      ) : (
        <>
          {people}
          <InvitedPeople />
          <AddPeopleButton />
        </>
      )}
    </section>
  )
}

function Head({ group }: { readonly group: GroupCallView }) {
  const words = useVoiceWords('call')
  const title = groupCallTitle(group)
  return (
    <div className={styles['head']}>
      <span
        aria-hidden="true"
        className={classNames(styles['dot'], group.phase === 'in' && styles['connected'])}
      />
      <div className={styles['words']}>
        <span className={styles['name']} title={title}>
          {title}
        </span>
        <span className={styles['state']} role="status">
          {words}
          {group.since !== null && <CallTime since={group.since} />}
        </span>
      </div>
      <ConnectionDetails />
    </div>
  )
}

/** Who is there behind a button, beside the one that adds to them. */
function Folded({ count, children }: { readonly count: number; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <div className={styles['pair']}>
        <Button
          variant="ghost"
          size="small"
          isWide
          icon={isOpen ? <ChevronDown aria-hidden="true" /> : <Users aria-hidden="true" />}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          People ({count})
        </Button>
        <AddPeopleButton />
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </>
  )
}
