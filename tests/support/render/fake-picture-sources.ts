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
  let failure: string | null = null
  const open = async (): Promise<MediaStreamTrack> => {
    if (failure !== null) throw Object.assign(new Error(failure), { name: failure })
    const track = new FakeTrack()
    opened.push(track)
    return track as unknown as MediaStreamTrack
  }
  const sources: PictureSources = { camera: open, screen: open }
  return {
    ...sources,
    /** What was opened, oldest first. */
    opened,
    /** What opening ends with from now on, by the name of the error; null when it works. */
    fail: (name: string | null) => void (failure = name),
  }
}
