import { Pause, Play, X } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { minutesOf } from '../../state/playback.ts'
import { selectName } from '../../state/selectors.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './now-playing.module.css'

/** A voice message of another conversation that goes on while one reads here. */
export function NowPlaying() {
  const { togglePlaying, stopPlaying, openConversation } = useActions()
  const { roomId } = useConversationTools()
  const listening = useAppState((state) => state.listening)
  const playback = useAppState((state) => state.playback)
  const place = useAppState((state) => listening && selectName(state, listening.roomId))
  if (!listening || !playback || listening.roomId === roomId) return null
  if (playback.url !== listening.url) return null
  const isPlaying = playback.phase === 'playing' || playback.phase === 'loading'
  return (
    <div className={styles['bar']} role="group" aria-label="Voice message that plays">
      <IconButton
        label={isPlaying ? 'Pause voice message' : 'Play voice message'}
        onClick={togglePlaying}
      >
        {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </IconButton>
      <button
        type="button"
        className={styles['place']}
        onClick={() => void openConversation(listening.roomId)}
      >
        <strong>{listening.author}</strong> in {place}
      </button>
      <span className={styles['time']}>{minutesOf(playback.position)}</span>
      <IconButton label="Stop voice message" onClick={stopPlaying}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
