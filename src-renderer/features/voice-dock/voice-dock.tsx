import { isGroupCall } from '#shared/domain/group-calls.ts'
import { MicrophoneProblem } from '../../app/parts/microphone-problem.tsx'
import { DeafenButton, LeaveButton, MuteButton } from '../../app/parts/own-voice-buttons.tsx'
import { useAppState } from '../../app/services-context.tsx'
import { selectRoom } from '../../state/selectors.ts'
import { selectVoiceRoomId } from '../../state/voice-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { ConnectionDetails } from './connection-details.tsx'
import { DeviceMenu } from './device-menu.tsx'
import { RecordButton } from './record-button.tsx'
import { RecordingLine } from './recording-line.tsx'
import { useVoiceWords } from './use-voice-words.ts'
import styles from './voice-dock.module.css'

/** The voice that this device is in, whatever conversation is read: its state, and the way out. */
export function VoiceDock() {
  const roomId = useAppState(selectVoiceRoomId)
  const roomName = useAppState((state) => selectRoom(state, roomId)?.name ?? 'Voice')
  const isConnected = useAppState((state) => state.voice.link.phase === 'in')
  const words = useVoiceWords()
  if (roomId === null || isGroupCall(roomId)) return null
  return (
    <section className={styles['dock']} aria-label="Voice">
      <MicrophoneProblem />
      <div className={styles['head']}>
        <span
          aria-hidden="true"
          className={classNames(styles['dot'], isConnected && styles['connected'])}
        />
        <div className={styles['words']}>
          <span className={styles['name']}>{roomName}</span>
          <span className={styles['state']}>{words}</span>
        </div>
        <ConnectionDetails />
      </div>
      <RecordingLine roomId={roomId} />
      <div className={styles['buttons']}>
        <MuteButton className={styles['button']} />
        <DeafenButton className={styles['button']} />
        <DeviceMenu className={styles['button']} />
        <RecordButton className={styles['button']} />
        <LeaveButton className={styles['button']} />
      </div>
    </section>
  )
}
