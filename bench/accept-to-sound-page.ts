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

/** Runs in the page before the app does, so that it uses nothing from outside of itself. */
export function installMarks(): void {
  const state: PageOfBench = { marks: {}, plainCall }
  Object.assign(window, { bench: state })
  const now = (): number => performance.timeOrigin + performance.now()
  const mark = (what: keyof Marks): void => void (state.marks[what] ??= now())

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
      this.addEventListener('track', ({ track }) => void listen(track, () => mark('heard')))
    }

    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      await super.setRemoteDescription(description)
      mark('described')
    }
  }

  const detector = `registerProcessor('first-sound', class extends AudioWorkletProcessor {
    process([[channel]]) {
      if (!channel?.some((sample) => Math.abs(sample) > 0.005)) return true
      this.port.postMessage(null)
      return false
    }
  })`
  let ear: Promise<AudioContext> | undefined
  async function openEar(): Promise<AudioContext> {
    const context = new AudioContext({ latencyHint: 'interactive' })
    const module = URL.createObjectURL(new Blob([detector], { type: 'text/javascript' }))
    await context.audioWorklet.addModule(module)
    return context
  }
  // Open before anybody calls, or opening it would be measured.
  window.addEventListener('pointerdown', () => void (ear ??= openEar()), { capture: true })

  /** What the app plays it with keeps the track decoded. */
  async function listen(track: MediaStreamTrack, onSound: () => void): Promise<void> {
    const context = await (ear ??= openEar())
    const node = new AudioWorkletNode(context, 'first-sound', { numberOfOutputs: 0 })
    node.port.addEventListener('message', onSound)
    node.port.start()
    context.createMediaStreamSource(new MediaStream([track])).connect(node)
  }

  async function plainCall(): Promise<number> {
    const context = await (ear ??= openEar())
    const mouth = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    const tone = new OscillatorNode(context, { frequency: 540 })
    tone.connect(mouth)
    tone.start()
    const [caller, callee] = [new Real(), new Real()]
    const join = (from: RTCPeerConnection, to: RTCPeerConnection): void =>
      from.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate) void to.addIceCandidate(candidate)
      })
    join(caller, callee)
    join(callee, caller)
    const heard = new Promise<void>((resolve) => {
      callee.addEventListener('track', ({ track }) => {
        const element = new Audio()
        element.muted = true
        element.srcObject = new MediaStream([track])
        void element.play()
        void listen(track, resolve)
      })
    })
    const [track] = mouth.stream.getAudioTracks()
    if (track) caller.addTrack(track)
    const began = now()
    await caller.setLocalDescription()
    const offer = caller.localDescription
    if (offer) await callee.setRemoteDescription(offer)
    await callee.setLocalDescription()
    const answer = callee.localDescription
    if (answer) await caller.setRemoteDescription(answer)
    await heard
    const took = now() - began
    tone.stop()
    caller.close()
    callee.close()
    return took
  }
}
