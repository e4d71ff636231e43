/** What pages of benchmarks hear with, and the plain call that they are compared with. */
export interface PageSound {
  /** Milliseconds since 1970. */
  now(): number
  /** Tells each time that sound begins after half a second of quiet, which no pause within a voice is. */
  listen(track: MediaStreamTrack, onSound: () => void): Promise<void>
  /**
   * Two connections of this page, to each other, over which the track goes.
   *
   * @returns how to end them, once they have agreed
   */
  callPlainly(track: MediaStreamTrack, onSound: () => void): Promise<() => void>
}

/** Runs in the page before the app does, so that it uses nothing from outside of itself. */
export function installSound(): void {
  Object.assign(window, { sound: { now, listen, callPlainly } satisfies PageSound })
  const Peer = RTCPeerConnection

  function now(): number {
    return performance.timeOrigin + performance.now()
  }

  const detector = `registerProcessor('onsets', class extends AudioWorkletProcessor {
    loudAt = -Infinity
    process([[channel]]) {
      if (channel?.some((sample) => Math.abs(sample) > 0.005)) {
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
  // Open before anybody talks, or opening it would be measured.
  window.addEventListener('pointerdown', () => void (ear ??= openEar()), { capture: true })

  /** What the app plays it with keeps the track decoded. */
  async function listen(track: MediaStreamTrack, onSound: () => void): Promise<void> {
    const context = await (ear ??= openEar())
    const node = new AudioWorkletNode(context, 'onsets', { numberOfOutputs: 0 })
    node.port.addEventListener('message', onSound)
    node.port.start()
    context.createMediaStreamSource(new MediaStream([track])).connect(node)
  }

  async function callPlainly(track: MediaStreamTrack, onSound: () => void): Promise<() => void> {
    const [caller, callee] = [new Peer(), new Peer()]
    const join = (from: RTCPeerConnection, to: RTCPeerConnection): void =>
      from.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate) void to.addIceCandidate(candidate)
      })
    join(caller, callee)
    join(callee, caller)
    callee.addEventListener('track', ({ track: heard }) => {
      const element = new Audio()
      element.muted = true
      element.srcObject = new MediaStream([heard])
      void element.play()
      void listen(heard, onSound)
    })
    caller.addTrack(track)
    await caller.setLocalDescription()
    if (caller.localDescription) await callee.setRemoteDescription(caller.localDescription)
    await callee.setLocalDescription()
    if (callee.localDescription) await caller.setRemoteDescription(callee.localDescription)
    return () => {
      caller.close()
      callee.close()
    }
  }
}
