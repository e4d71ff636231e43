import type { PageSound } from './page-sound.ts'

/** What a page of the benchmark hears, and the yardstick beside it. */
export interface PageOfWords {
  /** When sound began that came from elsewhere, in milliseconds since 1970. */
  readonly onsets: number[]
  /** The same, of the own microphone after a plain call within this page. */
  readonly plainOnsets: number[]
  /** Calls itself, as an app calls another one. */
  callItself(): Promise<void>
}

/** Runs in the page before the app does, after `installSound`, and uses nothing else from outside of itself. */
export function installWords(): void {
  const { sound } = window as unknown as { readonly sound: PageSound }
  const [onsets, plainOnsets]: [number[], number[]] = [[], []]
  Object.assign(window, { words: { onsets, plainOnsets, callItself } satisfies PageOfWords })

  const Real = RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('track', ({ track }) => {
        void sound.listen(track, () => onsets.push(sound.now()))
      })
    }
  }

  async function callItself(): Promise<void> {
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true })
    const [track] = microphone.getAudioTracks()
    if (!track) throw new Error('There is no microphone')
    const hangUp = await sound.callPlainly(track, () => plainOnsets.push(sound.now()))
    // Whatever is no longer referred to may be collected, also while it is in use.
    Object.assign(window, { hangUp })
  }
}
