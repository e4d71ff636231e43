import type { AudioDevice } from '#shared/domain/audio.ts'
import {
  PICTURE_LANES,
  type PictureLane,
  type PictureName,
  type PictureProblem,
} from '#shared/domain/call-pictures.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import type { Undo } from '#shared/lib/scope.ts'
import { devicesOfKind, findChosen } from './audio-devices.ts'
import type { OwnTracks } from './call-lanes.ts'

export type OwnPictures = Omit<OwnTracks, 'microphone'>

export const NO_PICTURES: OwnPictures = { camera: null, screen: null }

/** What comes from others, by whom it is of. A track that is there carries something only at times. */
export type TheirPictures = ReadonlyMap<PersonId, OwnPictures>

export const NOBODYS_PICTURES: TheirPictures = new Map()

interface CallPicturesEvents {
  /** Another track than before goes out on this lane, or none. */
  own: PictureLane
  /** It ended by itself: unplugged, or ended by the system's own button. */
  ended: PictureLane
  /** The cameras that there are now. */
  cameras: readonly AudioDevice[]
  /** Whether anything comes in, by lane, whoever it is from. */
  arriving: Readonly<Record<PictureLane, boolean>>
}

export interface CallPictures {
  readonly on: Emitter<CallPicturesEvents>['on']
  own(): OwnPictures
  /** Finds out which cameras there are, now and whenever one comes or goes from then on. */
  findCameras(): Promise<void>
  /**
   * Opens it, in place of the one before.
   *
   * @param chosen a camera that is wanted, if it is there
   * @returns why not; null once it is open
   */
  open(lane: PictureLane, chosen?: AudioDevice | null): Promise<PictureProblem | null>
  close(lane: PictureLane): void
  closeAll(): void
  /** What comes from others from now on. */
  receive(pictures: TheirPictures): void
  /** Shows a picture in this element, also one that comes only later. */
  show(name: PictureName, element: HTMLVideoElement): Undo
}

/** What of the browser is needed. Each fails as `getUserMedia` does. */
export interface PictureSources {
  readonly camera: (deviceId: string | null) => Promise<MediaStreamTrack>
  readonly screen: () => Promise<MediaStreamTrack>
  readonly listDevices: () => Promise<readonly MediaDeviceInfo[]>
  readonly onDeviceChange: (listener: () => void) => void
}

/** The pictures of a call, own ones and those of others, and the places where they are shown. */
export function createCallPictures(sources: PictureSources): CallPictures {
  const emitter = createEmitter<CallPicturesEvents>()
  const own: Record<PictureLane, MediaStreamTrack | null> = { camera: null, screen: null }
  let theirs = NOBODYS_PICTURES
  /** Grows with each wish, so that what came too late is known. */
  const wishes: Record<PictureLane, number> = { camera: 0, screen: 0 }
  const followed = new WeakSet<MediaStreamTrack>()
  let isWatching = false
  const places = new Map<HTMLVideoElement, Place>()

  function fill(element: HTMLVideoElement, place: Place): void {
    const { lane, of } = place.name
    const track = (of === null ? own : theirs.get(of))?.[lane] ?? null
    // One that is shown already goes on without a break.
    if (track === place.track) return
    place.track = track
    element.srcObject = track && new MediaStream([track])
    // Refused only while there is nothing to play.
    if (track) void element.play().catch(() => undefined)
  }

  function fillAll(): void {
    for (const [element, place] of places) fill(element, place)
  }

  function put(lane: PictureLane, track: MediaStreamTrack | null): void {
    own[lane]?.stop()
    own[lane] = track
    fillAll()
    emitter.emit('own', lane)
  }

  function tellArriving(): void {
    const isArriving = (lane: PictureLane): boolean =>
      [...theirs.values()].some((tracks) => tracks[lane]?.muted === false)
    emitter.emit('arriving', { camera: isArriving('camera'), screen: isArriving('screen') })
  }

  /** Tells when something begins or ends to come in on a track, once for each track. */
  function follow(track: MediaStreamTrack): void {
    if (followed.has(track)) return
    followed.add(track)
    for (const name of ['mute', 'unmute', 'ended'] as const) {
      track.addEventListener(name, () => {
        if (tracksOf(theirs).includes(track)) tellArriving()
      })
    }
  }

  const listCameras = async (): Promise<readonly AudioDevice[]> =>
    devicesOfKind(await sources.listDevices(), 'videoinput')

  async function findCameras(): Promise<void> {
    emitter.emit('cameras', await listCameras().catch(() => []))
  }

  const openTrack = async (lane: PictureLane, chosen: AudioDevice | null) =>
    lane === 'camera'
      ? sources.camera(chosen && (findChosen(await listCameras(), chosen)?.id ?? null))
      : sources.screen()

  function close(lane: PictureLane): void {
    wishes[lane] += 1
    if (own[lane]) put(lane, null)
  }

  return {
    on: emitter.on,
    own: () => own,
    async findCameras() {
      if (!isWatching) sources.onDeviceChange(() => void findCameras())
      isWatching = true
      await findCameras()
    },
    async open(lane, chosen = null) {
      wishes[lane] += 1
      const wish = wishes[lane]
      try {
        const track = await openTrack(lane, chosen)
        if (wish !== wishes[lane]) {
          track.stop()
          return null
        }
        track.addEventListener('ended', () => {
          if (own[lane] !== track) return
          close(lane)
          emitter.emit('ended', lane)
        })
        put(lane, track)
        // Their names are told only to a page that may use one.
        if (isWatching) void findCameras()
        return null
      } catch (error) {
        // Nobody waits for it any more.
        return wish === wishes[lane] ? problemIn(error) : null
      }
    },
    close,
    closeAll() {
      for (const lane of PICTURE_LANES) close(lane)
    },
    receive(pictures) {
      theirs = pictures
      for (const track of tracksOf(theirs)) follow(track)
      fillAll()
      tellArriving()
    },
    show(name, element) {
      const place: Place = { name, track: null }
      places.set(element, place)
      fill(element, place)
      return () => {
        places.delete(element)
        element.srcObject = null
      }
    },
  }
}

/** A picture that is wanted, and what is shown of it by now. */
interface Place {
  readonly name: PictureName
  track: MediaStreamTrack | null
}

const tracksOf = (pictures: TheirPictures): readonly MediaStreamTrack[] =>
  [...pictures.values()]
    .flatMap(({ camera, screen }) => [camera, screen])
    .filter((it) => it !== null)

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
function problemIn(error: unknown): PictureProblem {
  const name = error instanceof Error ? error.name : ''
  if (name === 'TypeError') return 'unsupported'
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'failed'
}
