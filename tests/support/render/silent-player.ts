import type { SoundPlayer } from '../../../src-renderer/media/sound-player.ts'

/** Plays what it is told to, without a sound, and says so. */
export function createSilentPlayer(): SoundPlayer {
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
    stop() {
      playing = null
      tell(null)
    },
    onChange: (listener) => (tell = listener),
  }
}
