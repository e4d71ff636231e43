import { LoaderCircle, Pause, Play, RotateCw } from 'lucide-react'
import type { Listened } from '../../actions/playback.ts'
import type { Playback } from '../../state/playback.ts'
import { selectServer } from '../../state/selectors.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useActions, useAppState } from '../services-context.tsx'
import styles from './play-button.module.css'

/** Plays and pauses a voice message, wherever it is listed. */
export function PlayButton({
  listened,
  className,
}: {
  /** Null for one that cannot be played yet. */
  readonly listened: Listened | null
  readonly className?: string | undefined
}) {
  const { togglePlayback } = useActions()
  const phase = usePlaybackOf(listened?.path ?? null)?.phase ?? 'paused'
  return (
    <IconButton
      label={LABELS[phase]}
      variant="primary"
      className={className}
      disabled={listened === null}
      onClick={() => listened && togglePlayback(listened)}
    >
      <PhaseIcon phase={phase} />
    </IconButton>
  )
}

/** What the player does with the recording at this path of the server; null when it has another one. */
export function usePlaybackOf(path: string | null): Playback | null {
  const origin = useAppState((state) => selectServer(state)?.origin)
  const url = origin === undefined || path === null ? null : new URL(path, origin).href
  return useAppState((state) => (state.playback?.url === url ? state.playback : null))
}

const LABELS = {
  loading: 'Pause voice message',
  playing: 'Pause voice message',
  paused: 'Play voice message',
  failed: 'Play voice message again',
} as const satisfies Record<Playback['phase'], string>

function PhaseIcon({ phase }: { readonly phase: Playback['phase'] }) {
  switch (phase) {
    case 'loading':
      return <LoaderCircle className={styles['loading']} />
    case 'playing':
      return <Pause />
    case 'paused':
      return <Play />
    case 'failed':
      return <RotateCw />
  }
}
