import type { OpenTrack } from './microphone.ts'

/** The microphone of the browser; refused where there is none for this page. */
export const openMicrophoneTrack =
  (window: Window): OpenTrack<MediaStreamTrack> =>
  async (constraints) => {
    // Missing on a page without a secure context, whatever the types say.
    const devices: MediaDevices | undefined = window.navigator.mediaDevices
    if (!devices) throw new TypeError('This page may not use a microphone.')
    const stream = await devices.getUserMedia({ audio: constraints, video: false })
    const [track] = stream.getAudioTracks()
    if (!track) throw new TypeError('There is no sound in it.')
    return track
  }
