import { cleanTrack } from './clean-track.ts'
import { openMicrophoneTrack } from './open-microphone-track.ts'
import { createNoteRecorder, type NoteRecorder } from './note-recorder.ts'

/** Every browser that records writes this, and every one plays it. */
const RECORDED_AS = 'audio/webm;codecs=opus'

/** Speech loses nothing that anybody hears, and a minute takes 240 kB; bits per second. */
const RECORDED_BITS = 32_000

/** @returns null where the browser cannot record */
export function browserNoteRecorder(
  window: Window & typeof globalThis,
): (() => NoteRecorder) | null {
  if (!('MediaRecorder' in window) || !window.MediaRecorder.isTypeSupported(RECORDED_AS)) {
    return null
  }
  return () =>
    createNoteRecorder({
      openTrack: openMicrophoneTrack(window),
      cleanTrack,
      createContext: () => new window.AudioContext({ sampleRate: 48_000 }),
      createRecorder: (stream) =>
        new window.MediaRecorder(stream, {
          mimeType: RECORDED_AS,
          audioBitsPerSecond: RECORDED_BITS,
        }),
    })
}
