/** What a page of the benchmark hears, and the yardstick beside it. */
export interface PageOfWords {
  /** When sound began that came from elsewhere, in milliseconds since 1970. */
  onsets: number[]
  /** The same, of the own microphone after a plain call within this page. */
  plainOnsets: number[]
  /** Calls itself, as an app calls another one. */
  callItself(): Promise<void>
}

/** Runs in the page before the app does, so that it uses nothing from outside of itself. */
export function installWords(): void {
  const state: PageOfWords = { onsets: [], plainOnsets: [], callItself }
  Object.assign(window, { words: state })
  const now = (): number => performance.timeOrigin + performance.now()

  // The first sample of the tone after so much quiet that it is no pause within it.
  const detector = `registerProcessor('onsets', class extends AudioWorkletProcessor {
    loudAt = -Infinity
    process([[channel]]) {
      if (channel?.some((sample) => Math.abs(sample) > 0.02)) {
        if (currentTime - this.loudAt > 0.5) this.port.postMessage(null)
        this.loudAt = currentTime
      }
      return true
    }
  })`
  let ear: Promise<AudioContext> | undefined
  async function openEar(): Promise<AudioContext> {
    const context = new AudioContext({ latencyHint: 'interactive' })
    const module = URL.createObjectURL(new Blob([detector], { type: 'text/javascript' }))
    await context.audioWorklet.addModule(module)
    return context
  }

  async function listen(track: MediaStreamTrack, onsets: number[]): Promise<void> {
    const context = await (ear ??= openEar())
    const node = new AudioWorkletNode(context, 'onsets', { numberOfOutputs: 0 })
    node.port.addEventListener('message', () => onsets.push(now()))
    node.port.start()
    context.createMediaStreamSource(new MediaStream([track])).connect(node)
  }

  const Real = RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('track', ({ track }) => void listen(track, state.onsets))
    }
  }

  async function callItself(): Promise<void> {
    const [caller, callee] = [new Real(), new Real()]
    const join = (from: RTCPeerConnection, to: RTCPeerConnection): void =>
      from.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate) void to.addIceCandidate(candidate)
      })
    join(caller, callee)
    join(callee, caller)
    callee.addEventListener('track', ({ track }) => {
      const element = new Audio()
      element.muted = true
      element.srcObject = new MediaStream([track])
      void element.play()
      void listen(track, state.plainOnsets)
    })
    const { mediaDevices } = navigator
    const [track] = (await mediaDevices.getUserMedia({ audio: true })).getAudioTracks()
    if (track) caller.addTrack(track)
    await caller.setLocalDescription()
    const offer = caller.localDescription
    if (offer) await callee.setRemoteDescription(offer)
    await callee.setLocalDescription()
    const answer = callee.localDescription
    if (answer) await caller.setRemoteDescription(answer)
    // Whatever is no longer referred to may be collected, also while it is in use.
    Object.assign(window, { itself: [caller, callee] })
  }
}
