import type { PageSound } from './page-sound.ts'

/** What happened on a page during a call, in milliseconds since 1970. */
export interface Marks {
  /** Somebody pressed Accept. */
  accepted?: number
  /** The microphone is open. */
  microphone?: number
  /** What the other end told of itself was taken in. */
  described?: number
  connected?: number
  /** The first sample that is no silence, on what comes from the other end. */
  heard?: number
}

export interface PageOfBench {
  /** Of the call since it was asked last. */
  marks: Marks
  /** Two connections of this page, to each other. @returns from the offer to the first sound */
  plainCall(): Promise<number>
}

/** Runs in the page before the app does, after `installSound`, and uses nothing else from outside of itself. */
export function installMarks(): void {
  const { sound } = window as unknown as { readonly sound: PageSound }
  const state: PageOfBench = { marks: {}, plainCall }
  Object.assign(window, { bench: state })
  const mark = (what: keyof Marks): void => void (state.marks[what] ??= sound.now())

  window.addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null
      if (button?.textContent?.trim() === 'Accept') mark('accepted')
    },
    { capture: true },
  )

  const { mediaDevices } = navigator
  const open = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints)
    mark('microphone')
    return stream
  }

  const Real = RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') mark('connected')
      })
      this.addEventListener('track', ({ track }) => void sound.listen(track, () => mark('heard')))
    }

    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      await super.setRemoteDescription(description)
      mark('described')
    }
  }

  async function plainCall(): Promise<number> {
    const context = new AudioContext()
    const mouth = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    const tone = new OscillatorNode(context, { frequency: 540 })
    tone.connect(mouth)
    tone.start()
    await context.resume()
    const [track] = mouth.stream.getAudioTracks()
    if (!track) throw new Error('There is no voice')
    const began = sound.now()
    let hear: (at: number) => void = () => undefined
    const heard = new Promise<number>((resolve) => (hear = resolve))
    const hangUp = await sound.callPlainly(track, () => hear(sound.now()))
    const took = (await heard) - began
    hangUp()
    await context.close()
    return took
  }
}
