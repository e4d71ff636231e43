/** What the page of the benchmark can do. */
export interface Calls {
  /** Takes what the server offers. @returns the answer */
  answer(offer: string, isSpeaker: boolean): Promise<string>
  /** The yardstick: two connections of this page, to each other. @returns what the one offers */
  offerDirectly(): Promise<string>
  /** @param offer as the other one gets it. @returns the answer */
  answerDirectly(offer: string): Promise<string>
  /** @param answer as the first one gets it */
  callDirectly(answer: string): Promise<void>
  connected(): Promise<void>
  measure(clicks: number): Promise<Measured>
}

export interface Measured {
  /** Milliseconds from each click in the microphone to its arrival. */
  readonly delays: readonly number[]
  /** Milliseconds that sound waited in the buffer against jitter. */
  readonly buffered: number
}

/** Runs in the page, so that it uses nothing from outside of itself. */
export async function installCalls(): Promise<void> {
  const RATE = 48_000
  const CLICK_S = 0.03
  /** On average. No two distances are the same, so that a long delay is not taken for a short one. */
  const EVERY_S = 0.4
  const SPREAD_S = 0.2
  const CLICKS_OF_LOOP = 25
  /** Nothing is later than that. */
  const LATEST_MS = 3_000
  /** How far a single click may be from what most of them take. */
  const JITTER_MS = 120

  // The first loud sample after a tenth of a second of quiet, by the clock of the audio context.
  const detector = `registerProcessor('onsets', class extends AudioWorkletProcessor {
    loudAt = -Infinity
    process([[channel]]) {
      if (channel) for (let at = 0; at < channel.length; at += 1) {
        if (Math.abs(channel[at]) < 0.02) continue
        const now = currentFrame + at
        if (now - this.loudAt > ${RATE / 10}) this.port.postMessage(now)
        this.loudAt = now
      }
      return true
    }
  })`
  const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' })
  const module = URL.createObjectURL(new Blob([detector], { type: 'text/javascript' }))
  await context.audioWorklet.addModule(module)

  function hear(stream: MediaStream, onsets: number[]): void {
    const node = new AudioWorkletNode(context, 'onsets', { numberOfOutputs: 0 })
    node.port.addEventListener('message', ({ data }) => onsets.push(data as number))
    node.port.start()
    context.createMediaStreamSource(stream).connect(node)
  }

  const said: number[] = []
  const heard: number[] = []
  const buffer = context.createBuffer(1, RATE * EVERY_S * CLICKS_OF_LOOP, RATE)
  const samples = buffer.getChannelData(0)
  for (let click = 0; click < CLICKS_OF_LOOP; click += 1) {
    // The golden ratio spreads them evenly.
    const offset = ((click * 0.618_034) % 1) * SPREAD_S
    const start = Math.round((click * EVERY_S + offset) * RATE)
    for (let at = 0; at < RATE * CLICK_S; at += 1) {
      samples[start + at] = 0.5 * Math.sin((2 * Math.PI * 1_000 * at) / RATE)
    }
  }

  /** Which delay fits most clicks, and what it was for each that came about as late as that; milliseconds. */
  function delaysBetween(sent: readonly number[], arrived: readonly number[]): number[] {
    const all = sent.map((at) =>
      arrived
        .map((other) => ((other - at) * 1_000) / RATE)
        .filter((ms) => ms >= 0 && ms < LATEST_MS),
    )
    const fitting = (middle: number): number[] =>
      all.flatMap((delays) => {
        const near = delays.filter((ms) => Math.abs(ms - middle) <= JITTER_MS)
        near.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))
        return near.slice(0, 1)
      })
    let best: number[] = []
    for (let middle = 0; middle < LATEST_MS; middle += 20) {
      const found = fitting(middle)
      if (found.length > best.length) best = found
    }
    return best
  }
  const mouth = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  const clicks = new AudioBufferSourceNode(context, { buffer, loop: true })
  clicks.connect(mouth)
  hear(mouth.stream, said)
  const [microphone] = mouth.stream.getAudioTracks()
  if (!microphone) throw new Error('There is no microphone')

  /** What the buffers have done so far: seconds that samples waited, and how many there were. */
  async function waited(): Promise<{ readonly delay: number; readonly count: number }> {
    let [delay, count] = [0, 0]
    for (const peer of peers) {
      for (const [, value] of await peer.getStats()) {
        if (value.type !== 'inbound-rtp') continue
        delay += value.jitterBufferDelay ?? 0
        count += value.jitterBufferEmittedCount ?? 0
      }
    }
    return { delay, count }
  }

  const peers: RTCPeerConnection[] = []
  function listenTo(peer: RTCPeerConnection): void {
    peer.addEventListener('track', ({ track }) => {
      const stream = new MediaStream([track])
      // Chromium decodes a track only while an element plays it.
      const element = new Audio()
      element.muted = true
      element.srcObject = stream
      void element.play()
      hear(stream, heard)
    })
  }

  const open = (): RTCPeerConnection => {
    const peer = new RTCPeerConnection({ iceServers: [] })
    peers.push(peer)
    return peer
  }

  const gathered = (peer: RTCPeerConnection): Promise<void> =>
    new Promise((resolve) => {
      if (peer.iceGatheringState === 'complete') return resolve()
      peer.addEventListener('icegatheringstatechange', () => {
        if (peer.iceGatheringState === 'complete') resolve()
      })
    })

  const calls: Calls = {
    async answer(offer, isSpeaker) {
      const peer = open()
      if (!isSpeaker) listenTo(peer)
      await peer.setRemoteDescription({ type: 'offer', sdp: offer })
      const uplink = peer.getTransceivers().find(({ mid }) => mid === 'up')
      if (!uplink) throw new Error('The server takes no sound')
      uplink.direction = 'sendonly'
      if (isSpeaker) await uplink.sender.replaceTrack(microphone)
      await peer.setLocalDescription()
      await gathered(peer)
      return peer.localDescription?.sdp ?? ''
    },

    async offerDirectly() {
      const caller = open()
      caller.addTrack(microphone)
      await caller.setLocalDescription()
      await gathered(caller)
      return caller.localDescription?.sdp ?? ''
    },

    async answerDirectly(offer) {
      const callee = open()
      listenTo(callee)
      await callee.setRemoteDescription({ type: 'offer', sdp: offer })
      await callee.setLocalDescription()
      await gathered(callee)
      return callee.localDescription?.sdp ?? ''
    },

    async callDirectly(answer) {
      await peers[0]?.setRemoteDescription({ type: 'answer', sdp: answer })
      await calls.connected()
    },

    async connected() {
      await Promise.all(
        peers.map(
          (peer) =>
            new Promise<void>((resolve, reject) => {
              const look = (): void => {
                if (peer.connectionState === 'connected') resolve()
                if (peer.connectionState === 'failed') reject(new Error('No connection'))
              }
              peer.addEventListener('connectionstatechange', look)
              look()
            }),
        ),
      )
    },

    async measure(wanted) {
      clicks.start()
      // The buffer against jitter starts long and finds its length in the first seconds.
      await new Promise((resolve) => setTimeout(resolve, 20_000))
      const before = await waited()
      said.length = 0
      heard.length = 0
      await new Promise((resolve) => setTimeout(resolve, wanted * EVERY_S * 1_000))
      const after = await waited()
      const delays = delaysBetween(said, heard)
      const buffered = ((after.delay - before.delay) * 1_000) / (after.count - before.count)
      return { delays, buffered }
    },
  }
  Object.assign(window, { calls })
}
