import { Disc } from 'lucide-react'
import { useEffect } from 'react'
import type { RoomId } from '#shared/domain/ids.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { minutesOf } from '../../state/playback.ts'
import { selectRoom } from '../../state/selectors.ts'
import { selectRecordingWords, selectVoiceRoomId } from '../../state/voice-selectors.ts'
import styles from './voice-dock.module.css'

/** That the room is recorded, and by whom, for as long as it is. */
export function RecordingLine({ roomId }: { readonly roomId: RoomId }) {
  const words = useAppState((state) => selectRecordingWords(state, roomId))
  const since = useAppState(({ recording }) =>
    recording.phase === 'running' ? recording.since : null,
  )
  if (words === null) return null
  return (
    <p className={styles['recording']}>
      <Disc aria-hidden="true" />
      <span>{words}</span>
      {since !== null && <RecordingTime since={since} />}
    </p>
  )
}

/** Whoever is about to step into the voice of the room on the screen sees before the step that it is recorded. */
export function RecordingNearby() {
  const roomId = useAppState((state) => state.openRoom)
  const isThere = useAppState((state) => selectVoiceRoomId(state) === roomId)
  const words = useAppState((state) => selectRecordingWords(state, roomId))
  const roomName = useAppState((state) => selectRoom(state, roomId)?.name ?? '')
  if (isThere || words === null) return null
  return (
    <div className={styles['bar']}>
      <p className={styles['recording']}>
        <Disc aria-hidden="true" />
        <span>
          {words} in {roomName}
        </span>
      </p>
    </div>
  )
}

function RecordingTime({ since }: { readonly since: number }) {
  const { watchClock } = useActions()
  const now = useAppState((state) => state.now)
  useEffect(() => watchClock(), [watchClock])
  return <time className={styles['time']}>{minutesOf(Math.max(0, now - since) / 1_000)}</time>
}
