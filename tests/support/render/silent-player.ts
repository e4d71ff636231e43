import type { PlaybackOptions } from '#shared/ipc/settings.ts'
import type { SoundPlayer } from '../../../src-renderer/media/sound-player.ts'

/** Plays what it is told to, without a sound, and says so. */
export function createSilentPlayer(): SoundPlayer & {
  end(): void
  readonly options: PlaybackOptions[]
} {
  const endListeners: ((url: string) => void)[] = []
  const options: PlaybackOptions[] = []
  let tell: Parameters<SoundPlayer['onChange']>[0] = () => {}
  let playing: string | null = null
  return {
    toggle(url) {
      const phase = playing === url ? 'paused' : 'playing'
      playing = phase === 'playing' ? url : null
      tell({ url, phase, position: 0, duration: 10 })
    },
    seek: (url, position) =>
      tell({ url, phase: playing === url ? 'playing' : 'paused', position, duration: 10 }),
    options,
    /** What plays has come to its end. */
    end() {
      const ended = playing
      playing = null
      if (ended === null) return
      tell({ url: ended, phase: 'paused', position: 10, duration: 10 })
      for (const listener of endListeners) listener(ended)
    },
    pause() {
      if (playing !== null) tell({ url: playing, phase: 'paused', position: 1, duration: 10 })
      playing = null
    },
    setOptions: (next) => void options.push(next),
    onEnd: (listener) => void endListeners.push(listener),
    stop() {
      playing = null
      tell(null)
    },
    onChange: (listener) => (tell = listener),
  }
}
