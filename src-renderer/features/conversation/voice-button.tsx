import { AudioLines, Disc, Headphones } from 'lucide-react'
import type { RoomId } from '#shared/domain/ids.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectRoom } from '../../state/selectors.ts'
import { selectRecordingWords, selectVoiceRoomId } from '../../state/voice-selectors.ts'
import { Button } from '../../ui/button.tsx'
import styles from './voice-button.module.css'

/**
 * The way into the voice of this room. Once there, it says so: the one button that leaves is in the
 * dock, which is there in every conversation.
 */
export function VoiceButton({ roomId }: { readonly roomId: RoomId }) {
  const { joinVoice } = useActions()
  const isThere = useAppState((state) => selectVoiceRoomId(state) === roomId)
  const isUsable = useAppState((state) => selectRoom(state, roomId)?.archivedAt === null)
  const recording = useAppState((state) => selectRecordingWords(state, roomId))
  if (!isUsable) return null
  if (isThere) {
    return (
      <p className={styles['there']}>
        <AudioLines aria-hidden="true" />
        <span className={styles['words']}>In voice</span>
      </p>
    )
  }
  // Whoever is about to step in sees before the step that it is recorded.
  return (
    <>
      {recording !== null && (
        <p className={styles['recording']}>
          <Disc aria-hidden="true" />
          <span>{recording}</span>
        </p>
      )}
      <Button
        variant="soft"
        className={styles['join']}
        icon={<Headphones aria-hidden="true" />}
        aria-description={recording ?? undefined}
        onClick={() => void joinVoice(roomId)}
      >
        <span className={styles['words']}>Join voice</span>
      </Button>
    </>
  )
}
