import { Mic, Pause, Play, SendHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { VoiceNote } from '../../state/note.ts'
import { minutesOf } from '../../state/playback.ts'
import { selectVoiceRoomId } from '../../state/voice-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './note-bar.module.css'
import { WaveformBars } from './waveform-bars.tsx'

/** A voice message before it is sent: recorded, heard, thrown away or sent. Stands where one would type. */
export function NoteBar() {
  const { roomId } = useConversationTools()
  const note = useAppState((state) => state.notes.get(roomId))
  return note ? <Bar note={note} /> : null
}

function Bar({ note }: { readonly note: VoiceNote }) {
  const { discardNote, sendNote, pauseNote, resumeNote, listenToNote } = useActions()
  const playback = useAppState((state) =>
    note.preview !== null && state.playback?.url === note.preview ? state.playback : null,
  )
  const { focusComposer } = useConversationTools()
  const isInVoice = useAppState((state) => selectVoiceRoomId(state) !== null)
  const bar = useRef<HTMLDivElement>(null)
  const { roomId, phase, seconds } = note
  const isRunning = phase === 'recording'
  const isResting = phase === 'paused' || phase === 'kept'
  const isPlaying = playback?.phase === 'playing' || playback?.phase === 'loading'
  const position = playback?.position ?? 0

  // The field that had the focus is gone for as long: Enter and Escape are to mean something at once.
  useEffect(() => {
    bar.current?.focus()
    return focusComposer
    // Once: whoever went elsewhere meanwhile is not called back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  const handleKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') void discardNote(roomId)
    else if (event.key === 'Enter' && event.target === bar.current) void sendNote(roomId)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={bar}
      className={styles['bar']}
      role="group"
      aria-label="Voice message being recorded"
      tabIndex={-1}
      onKeyDown={handleKey}
    >
      <IconButton
        label="Discard voice message"
        shortcut="Esc"
        onClick={() => void discardNote(roomId)}
      >
        <Trash2 aria-hidden="true" />
      </IconButton>
      {isResting ? (
        <IconButton
          label={isPlaying ? 'Pause playback' : 'Listen before sending'}
          onClick={() => void listenToNote(roomId)}
        >
          {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        </IconButton>
      ) : (
        <span
          className={classNames(styles['dot'], isRunning && styles['live'])}
          aria-hidden="true"
        />
      )}
      <span className={styles['time']} role="timer" aria-label="Length">
        {minutesOf(isResting && position > 0 ? position : seconds)}
      </span>
      <span className={styles['waveform']}>
        <WaveformBars waveform={note.waveform.peaks} part={seconds > 0 ? position / seconds : 0} />
      </span>
      <span className="visually-hidden" role="status">
        {WORDS[phase]}
      </span>
      {isRunning && (
        <IconButton label="Pause recording" onClick={() => void pauseNote(roomId)}>
          <Pause aria-hidden="true" />
        </IconButton>
      )}
      {phase === 'paused' && (
        <IconButton label="Continue recording" onClick={() => void resumeNote(roomId)}>
          <Mic aria-hidden="true" />
        </IconButton>
      )}
      {isInVoice && isRunning && <p className={styles['quiet']}>Nobody in voice hears this.</p>}
      <IconButton
        label="Send voice message"
        shortcut="Enter"
        variant="primary"
        disabled={!isRunning && !isResting}
        onClick={() => void sendNote(roomId)}
      >
        <SendHorizontal aria-hidden="true" />
      </IconButton>
    </div>
  )
}

const WORDS: Record<VoiceNote['phase'], string> = {
  asking: 'Opening the microphone',
  recording: 'Recording',
  paused: 'Paused',
  kept: 'Not sent yet',
  leaving: 'Sending',
}
