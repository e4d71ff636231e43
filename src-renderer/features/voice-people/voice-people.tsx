import { Disc, HeadphoneOff, MicOff, ScreenShare, ShieldAlert, Video, VolumeX } from 'lucide-react'
import { useRef, useState, type ReactElement } from 'react'
import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useAppState } from '../../app/services-context.tsx'
import { selectRoom } from '../../state/selectors.ts'
import {
  selectHearing,
  selectIsSpeaking,
  selectRecordingWords,
  selectVoicePeople,
} from '../../state/voice-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../../ui/popover.tsx'
import { PersonControls } from './person-controls.tsx'
import styles from './voice-people.module.css'

/** Who is in the voice of a room or in a group call, below it; nothing while nobody is. */
export function VoicePeople({ roomId }: { readonly roomId: RoomId }) {
  const people = useAppState((state) => selectVoicePeople(state, roomId))
  const roomName = useAppState((state) => selectRoom(state, roomId)?.name ?? '')
  const isCall = isGroupCall(roomId)
  const recording = useAppState((state) => selectRecordingWords(state, roomId))
  if (people.length === 0) return null
  return (
    <>
      {recording !== null && (
        <p className={styles['recording']}>
          <Disc aria-hidden="true" />
          <span>{recording}</span>
        </p>
      )}
      <ul
        className={classNames(styles['list'], isCall && styles['alone'])}
        aria-label={isCall ? 'In the call' : `In voice in ${roomName}`}
      >
        {people.map((person) => (
          <VoicePerson key={person.id} roomId={roomId} person={person} />
        ))}
      </ul>
    </>
  )
}

function VoicePerson({
  roomId,
  person,
}: {
  readonly roomId: RoomId
  readonly person: VoicePersonWire
}) {
  const isMe = useAppState((state) => state.me?.id === person.id)
  const isSpeaking = useAppState((state) => selectIsSpeaking(state, roomId, person.id))
  const look = (
    <>
      <span className={classNames(styles['picture'], isSpeaking && styles['speaking'])}>
        <PersonAvatar id={person.id} name={person.name} size="small" />
      </span>
      <span className={styles['name']}>
        {person.name}
        {isMe && <span className={styles['you']}> (you)</span>}
      </span>
      <Marks person={person} />
    </>
  )
  // The description, not the name, tells who speaks: a name that changes is read out again and again.
  const description = isSpeaking ? 'Speaking' : undefined
  if (isMe) {
    return (
      <li className={styles['person']} aria-description={description}>
        {look}
      </li>
    )
  }
  return (
    <WithControls roomId={roomId} person={person}>
      <button type="button" className={styles['person']} aria-description={description}>
        {look}
      </button>
    </WithControls>
  )
}

/** A click, a right click or a long press opens what can be done about the person. */
function WithControls({
  roomId,
  person,
  children,
}: {
  readonly roomId: RoomId
  readonly person: VoicePersonWire
  readonly children: ReactElement
}) {
  const [isOpen, setOpen] = useState(false)
  const home = useRef<HTMLDivElement>(null)
  return (
    <li
      onContextMenu={(event) => {
        event.preventDefault()
        setOpen(true)
      }}
    >
      <Popover
        isOpen={isOpen}
        onOpenChange={setOpen}
        label={isGroupCall(roomId) ? `${person.name} in the call` : `${person.name} in voice`}
        side="bottom"
        home={home}
        trigger={children}
      >
        <PersonControls roomId={roomId} person={person} onDone={() => setOpen(false)} />
      </Popover>
      <div ref={home} />
    </li>
  )
}

/** Why somebody is not heard, or hears nothing. Each one is a picture with a name. */
function Marks({ person }: { readonly person: VoicePersonWire }) {
  const isMutedForMe = useAppState((state) => selectHearing(state, person.id).isMuted)
  return (
    <span className={styles['marks']}>
      {person.isRecording && <Disc role="img" aria-label="Records" className={styles['records']} />}
      {person.isSharing && <ScreenShare role="img" aria-label="Shares their screen" />}
      {person.isCameraOn && <Video role="img" aria-label="Camera on" />}
      {person.isSilenced && <ShieldAlert role="img" aria-label="Silenced by a moderator" />}
      {isMutedForMe && <VolumeX role="img" aria-label="Muted for you" />}
      {(person.isMuted || person.isDeafened) && <MicOff role="img" aria-label="Muted" />}
      {person.isDeafened && <HeadphoneOff role="img" aria-label="Deafened" />}
    </span>
  )
}
