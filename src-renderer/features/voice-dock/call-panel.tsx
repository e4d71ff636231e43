import { Smartphone } from 'lucide-react'
import { CameraButton, HangUpButton, ShareButton } from '../../app/parts/call-buttons.tsx'
import { MicrophoneProblem } from '../../app/parts/microphone-problem.tsx'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { MuteButton } from '../../app/parts/own-voice-buttons.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectCallPartner, selectCallRole } from '../../state/call-selectors.ts'
import { callWords } from '../../state/calls.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AddPeopleButton } from './add-people-button.tsx'
import { CallTime } from './call-time.tsx'
import { ConnectionDetails } from './connection-details.tsx'
import { DeviceMenu } from './device-menu.tsx'
import { HoldButton } from './hold-button.tsx'
import { InvitedPeople } from './invited-people.tsx'
import styles from './voice-dock.module.css'

/** The call that one is in or makes, whatever conversation is read: how it is, and the way out. */
export function CallPanel({ isNarrow = false }: { readonly isNarrow?: boolean }) {
  const role = useAppState(selectCallRole)
  const partner = useAppState(selectCallPartner)
  if (role === null || role === 'called' || !partner) return null
  const isElsewhere = role === 'elsewhere'
  return (
    <section
      className={classNames(styles['dock'], isNarrow && styles['above'])}
      aria-label={`Call with ${partner.name}`}
    >
      {!isElsewhere && <MicrophoneProblem />}
      <div className={styles['head']}>
        <PersonAvatar id={partner.id} name={partner.name} />
        <div className={styles['words']}>
          <span className={styles['name']}>{partner.name}</span>
          {isElsewhere ? <span className={styles['state']}>On another device</span> : <CallState />}
        </div>
        {!isElsewhere && <ConnectionDetails />}
      </div>
      {isElsewhere ? (
        <ElsewhereButtons />
      ) : (
        <>
          <TalkingButtons />
          <InvitedPeople />
          <AddPeopleButton />
        </>
      )}
    </section>
  )
}

function CallState() {
  const words = useAppState((state) => callWords(state.calls))
  const since = useAppState((state) => state.calls.call?.connectedAt ?? null)
  return (
    <span className={styles['state']} role="status">
      {words}
      {since !== null && <CallTime since={since} />}
    </span>
  )
}

function TalkingButtons() {
  return (
    <div className={styles['buttons']}>
      <MuteButton className={styles['button']} />
      <CameraButton className={styles['button']} />
      <ShareButton className={styles['button']} />
      <HoldButton className={styles['button']} />
      <DeviceMenu className={styles['button']} hasCamera />
      <HangUpButton className={styles['button']} />
    </div>
  )
}

function ElsewhereButtons() {
  const { takeCallOver } = useActions()
  return (
    <div className={styles['buttons']}>
      <Button
        size="small"
        icon={<Smartphone aria-hidden="true" />}
        onClick={() => void takeCallOver()}
      >
        Take it over here
      </Button>
      <HangUpButton className={styles['button']} />
    </div>
  )
}
