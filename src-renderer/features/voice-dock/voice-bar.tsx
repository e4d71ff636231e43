import { AudioLines } from 'lucide-react'
import { isGroupCall } from '#shared/domain/group-calls.ts'
import { MicrophoneProblem } from '../../app/parts/microphone-problem.tsx'
import { LeaveButton, MuteButton } from '../../app/parts/own-voice-buttons.tsx'
import { useAppState } from '../../app/services-context.tsx'
import { selectRoom } from '../../state/selectors.ts'
import { selectVoiceRoomId } from '../../state/voice-selectors.ts'
import { RecordingLine, RecordingNearby } from './recording-line.tsx'
import { useVoiceWords } from './use-voice-words.ts'
import styles from './voice-dock.module.css'

/** What the columns say of voice that are away in a drawer: of the room on the screen, and of one's own voice. */
export function VoiceBar() {
  return (
    <>
      <OwnVoice />
      <RecordingNearby />
    </>
  )
}

/** The dock in one line. */
function OwnVoice() {
  const roomId = useAppState(selectVoiceRoomId)
  const roomName = useAppState((state) => selectRoom(state, roomId)?.name ?? 'Voice')
  const words = useVoiceWords()
  if (roomId === null || isGroupCall(roomId)) return null
  return (
    <section className={styles['bar']} aria-label="Voice">
      <div className={styles['line']}>
        <AudioLines aria-hidden="true" />
        <div className={styles['words']}>
          <span className={styles['name']}>{roomName}</span>
          <span className={styles['state']}>{words}</span>
        </div>
        <MuteButton className={styles['button']} />
        <LeaveButton className={styles['button']} />
      </div>
      <RecordingLine roomId={roomId} />
      <MicrophoneProblem />
    </section>
  )
}
