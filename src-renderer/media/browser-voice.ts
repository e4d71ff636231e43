import { cleanTrack } from './clean-track.ts'
import { createVoiceMedia } from './create-voice-media.ts'
import { openMicrophoneTrack } from './open-microphone-track.ts'
import type { VoiceMedia } from './voice-media.ts'

/** What recordings are written as: one file of it can be played while it is still being written. */
const RECORDED_AS = 'audio/webm;codecs=opus'

/** Speech sounds as good as it came, and an hour takes 29 MB; bits per second. */
const RECORDED_BITS = 64_000

/** What counts as somebody doing something, after which a page may sound. */
const GESTURES = ['pointerdown', 'keydown'] as const

/** Voice with the means of this browser. */
export function createBrowserVoice(window: Window & typeof globalThis): VoiceMedia {
  // Missing on a page without a secure context, whatever the types say.
  const devices: MediaDevices | undefined = window.navigator.mediaDevices
  return createVoiceMedia({
    openTrack: openMicrophoneTrack(window),
    cleanTrack,
    listDevices: async () => (await devices?.enumerateDevices()) ?? [],
    onDeviceChange: (listener) => devices?.addEventListener('devicechange', listener),
    onGesture(listener) {
      for (const name of GESTURES) {
        window.addEventListener(name, listener, { capture: true, passive: true })
      }
    },
    canChooseSpeaker: 'setSinkId' in window.AudioContext.prototype,
    createPeer: (ways) =>
      new window.RTCPeerConnection({
        iceServers: [...ways],
        bundlePolicy: 'max-bundle',
      }),
    createContext: () => new window.AudioContext({ latencyHint: 'interactive' }),
    keepFlowing(stream) {
      const element = new window.Audio()
      element.muted = true
      element.srcObject = stream
      void element.play().catch(() => undefined)
      return () => {
        element.pause()
        element.srcObject = null
      }
    },
    createRecorder: canRecordIn(window)
      ? (stream) =>
          new window.MediaRecorder(stream, {
            mimeType: RECORDED_AS,
            audioBitsPerSecond: RECORDED_BITS,
          })
      : null,
    now: () => window.performance.now(),
  })
}

const canRecordIn = (window: Window & typeof globalThis): boolean =>
  'MediaRecorder' in window && window.MediaRecorder.isTypeSupported(RECORDED_AS)
