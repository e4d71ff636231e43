import type { PictureSources } from '../../../src-renderer/media/call-pictures.ts'

/** A track that carries nothing: it knows whether it was stopped, and ends when the test says so. */
class FakeTrack extends EventTarget {
  readonly kind = 'video'
  readonly muted = false
  isStopped = false
  stop(): void {
    this.isStopped = true
  }
}

/** A camera and a screen that are there, or fail as the test says. */
export function createFakePictureSources() {
  const opened: FakeTrack[] = []
  const asked: (string | null)[] = []
  let failure: string | null = null
  const open = async (): Promise<MediaStreamTrack> => {
    if (failure !== null) throw Object.assign(new Error(failure), { name: failure })
    const track = new FakeTrack()
    opened.push(track)
    return track as unknown as MediaStreamTrack
  }
  const cameras: MediaDeviceInfo[] = []
  let look = (): void => undefined
  const sources: PictureSources = {
    async camera(deviceId) {
      asked.push(deviceId)
      return open()
    },
    screen: open,
    listDevices: async () => cameras,
    onDeviceChange: (listener) => void (look = listener),
  }
  return {
    ...sources,
    /** What was opened, oldest first. */
    opened,
    /** Which cameras were asked for; null where any would do. */
    asked,
    plugIn(id: string, label: string) {
      cameras.push({ kind: 'videoinput', deviceId: id, label, groupId: '' } as MediaDeviceInfo)
      look()
    },
    /** What opening ends with from now on, by the name of the error; null when it works. */
    fail: (name: string | null) => void (failure = name),
  }
}
