import type { PictureSources } from './call-pictures.ts'

/** A face, as large as most cameras have it; smaller where one has less. */
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1_280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
}

/** Text stands still most of the time, and something that is shown moving is still seen to move. */
const SCREEN: MediaTrackConstraints = { frameRate: { ideal: 15, max: 30 } }

/** Camera and screen of this browser; refused where there are none for this page. */
export function createPictureSources(window: Window): PictureSources {
  // Missing on a page without a secure context, whatever the types say.
  const devices: MediaDevices | undefined = window.navigator.mediaDevices
  return {
    async camera(deviceId) {
      if (!devices) throw new TypeError('This page may not use a camera.')
      const chosen = deviceId === null ? {} : { deviceId: { ideal: deviceId } }
      const stream = await devices.getUserMedia({ video: { ...CAMERA, ...chosen }, audio: false })
      return trackIn(stream)
    },
    async screen() {
      if (!devices) throw new TypeError('This page may not show the screen.')
      const stream = await devices.getDisplayMedia({ video: SCREEN, audio: false })
      const track = trackIn(stream)
      // Sharp rather than smooth: it is there to be read.
      track.contentHint = 'detail'
      return track
    },
    listDevices: async () => (await devices?.enumerateDevices()) ?? [],
    onDeviceChange: (listener) => devices?.addEventListener('devicechange', listener),
  }
}

function trackIn(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getVideoTracks()
  if (!track) throw new TypeError('There is no picture in it.')
  return track
}
