import type { BrowserContext, Page } from '@playwright/test'

/** What becomes of the next wish to use the microphone. */
export type MicrophoneOfTest = 'open' | 'refused' | 'missing' | 'busy'

interface TestWindow {
  parleyMicrophone: {
    state: MicrophoneOfTest
    isBesideFan: boolean
    isSpeaking: boolean
    /** A file that is said instead of the tone, from its beginning with each opening; in Base64. */
    file: string | null
    /** Through some devices, by their names, one has another voice. */
    readonly frequencies: Map<string, number>
    /** The names of devices that are not there. */
    readonly unplugged: Set<string>
    /** What lets the voice out, of every track. */
    readonly mouths: GainNode[]
    readonly tracks: MediaStreamTrack[]
  }
  /** The loudest that a frequency came out of the page in the next moments, in decibels. */
  parleyHeard: (frequency: number) => Promise<number>
  /** The highest that a sample came out of the page in the next moments. */
  parleyPeak: () => Promise<number>
  /** Goes on listening, and tells whenever it is asked how loud the frequency got since the first time. */
  parleyLoudest: (frequency: number) => number
}

/**
 * Gives everybody in the context a voice of their own, a tone that comes and goes as syllables do, and
 * an ear at what the page plays. Real devices sound the same in all tabs of one browser, so that nobody
 * could tell who is heard.
 */
export async function giveVoice(context: BrowserContext, frequency: number): Promise<void> {
  await context.addInitScript(installVoice, frequency)
  await context.addInitScript(installEar)
}

export async function setMicrophone(page: Page, state: MicrophoneOfTest): Promise<void> {
  await page.evaluate((next) => {
    ;(window as unknown as TestWindow).parleyMicrophone.state = next
  }, state)
}

/**
 * From the next opening on somebody says "ah" beside a fan, instead of the tone: a network that was
 * taught with speech takes a tone for noise. The vowel is loud at 700 Hz, the fan below 100 Hz.
 */
export async function speakBesideFan(page: Page): Promise<void> {
  await page.evaluate(() => {
    ;(window as unknown as TestWindow).parleyMicrophone.isBesideFan = true
  })
}

/** From the next opening on the microphone hears this file, from its beginning each time. */
export async function playIntoMicrophone(page: Page, file: Buffer): Promise<void> {
  await page.evaluate((base64) => {
    ;(window as unknown as TestWindow).parleyMicrophone.file = base64
  }, file.toString('base64'))
}

/**
 * Whether anything is said; what is heard beside it stays.
 * @returns since when, in milliseconds since 1970
 */
export const setSpeaking = (page: Page, isSpeaking: boolean): Promise<number> =>
  page.evaluate((next) => {
    const { parleyMicrophone } = window as unknown as TestWindow
    parleyMicrophone.isSpeaking = next
    for (const { gain } of parleyMicrophone.mouths) gain.value = Number(next)
    return performance.timeOrigin + performance.now()
  }, isSpeaking)

/** A tone by which one knows this microphone, from its next opening on. */
export async function setVoiceOf(page: Page, device: string, frequency: number): Promise<void> {
  await page.evaluate(
    ([label, hertz]) => {
      ;(window as unknown as TestWindow).parleyMicrophone.frequencies.set(label, hertz)
    },
    [device, frequency] as const,
  )
}

/** Pulls a device out, or puts it back in: what records with it ends, and the page is told. */
export async function plug(page: Page, device: string, isIn: boolean): Promise<void> {
  await page.evaluate(
    ([label, isThere]) => {
      const { unplugged, tracks } = (window as unknown as TestWindow).parleyMicrophone
      if (isThere) unplugged.delete(label)
      else unplugged.add(label)
      for (const track of tracks) {
        if (isThere || track.label !== label || track.readyState === 'ended') continue
        track.stop()
        track.dispatchEvent(new Event('ended'))
      }
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    },
    [device, isIn] as const,
  )
}

/** Whether any track that the page was given still records. */
export const isRecording = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    (window as unknown as TestWindow).parleyMicrophone.tracks.some(
      ({ readyState }) => readyState === 'live',
    ),
  )

/** How loud a frequency comes out of the page, in decibels below the loudest that there is. */
export const loudness = (page: Page, frequency: number): Promise<number> =>
  page.evaluate((hz) => (window as unknown as TestWindow).parleyHeard(hz), frequency)

/**
 * How loud a frequency came out of the page at any time since this was first asked, in decibels: for what
 * is over before anybody looks.
 */
export const loudestSince = (page: Page, frequency: number): Promise<number> =>
  page.evaluate((hz) => (window as unknown as TestWindow).parleyLoudest(hz), frequency)

/** The highest that a sample comes out of the page in the next moments; more than 1 would be clipped. */
export const peak = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as TestWindow).parleyPeak())

/** An ear at what the page plays, for somebody who needs no voice. */
export const giveEar = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(installEar)

/** Runs in the page, so that it uses nothing from outside of itself. */
function installVoice(frequency: number): void {
  const tracks: MediaStreamTrack[] = []
  const microphone: TestWindow['parleyMicrophone'] = {
    ...{ state: 'open', isBesideFan: false, isSpeaking: true, file: null },
    ...{ tracks, mouths: [], frequencies: new Map(), unplugged: new Set() },
  }
  Object.assign(window, { parleyMicrophone: microphone })
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  const all = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices)
  navigator.mediaDevices.enumerateDevices = async () =>
    (await all()).filter(({ label }) => !microphone.unplugged.has(label))
  const failures = {
    refused: ['Permission denied', 'NotAllowedError'],
    missing: ['Requested device not found', 'NotFoundError'],
    busy: ['Could not start audio source', 'NotReadableError'],
  } as const

  navigator.mediaDevices.getUserMedia = async (constraints = {}) => {
    if (!constraints.audio || constraints.video) return real(constraints)
    const { state } = microphone
    if (state !== 'open') throw new DOMException(...failures[state])
    const { deviceId } = constraints.audio === true ? {} : constraints.audio
    const wanted =
      typeof deviceId === 'object' && !Array.isArray(deviceId) ? deviceId.exact : undefined
    if (wanted === undefined) return new MediaStream([await voice('')])
    // Whoever asks for one device and no other is refused when it is not there.
    const devices = await navigator.mediaDevices.enumerateDevices()
    const device = devices.find(({ kind, deviceId: id }) => kind === 'audioinput' && id === wanted)
    if (!device) throw new OverconstrainedError('deviceId')
    return new MediaStream([await voice(device.label)])
  }

  /** Loud and soft four times a second: a steady tone would be taken for the hum of a fan. */
  async function voice(device: string): Promise<MediaStreamTrack> {
    const context = new AudioContext()
    const own = microphone.frequencies.get(device) ?? frequency
    const tone = new OscillatorNode(context, { frequency: own })
    const syllables = new OscillatorNode(context, { frequency: 4 })
    const depth = new GainNode(context, { gain: 0.2 })
    const loud = new GainNode(context, { gain: 0.25 })
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    syllables.connect(depth).connect(loud.gain)
    const spoken = microphone.isBesideFan ? vowelIn(context) : tone
    const file = microphone.file === null ? null : await fileIn(context, microphone.file)
    const mouth = new GainNode(context, { gain: Number(microphone.isSpeaking) })
    microphone.mouths.push(mouth)
    if (file) file.connect(mouth).connect(out)
    else spoken.connect(loud).connect(mouth).connect(out)
    file?.start()
    tone.start()
    syllables.start()
    if (microphone.isBesideFan) fanIn(context).connect(out)
    const [track] = out.stream.getAudioTracks()
    if (!track) throw new Error('The destination has no track')
    const wake = (): void => void context.resume().catch(() => undefined)
    for (const gesture of ['pointerdown', 'keydown']) window.addEventListener(gesture, wake)
    const stop = track.stop.bind(track)
    track.stop = () => {
      stop()
      void context.close()
    }
    return withCopies(track, device)
  }

  async function fileIn(context: AudioContext, base64: string): Promise<AudioBufferSourceNode> {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const buffer = await context.decodeAudioData(bytes.buffer)
    return new AudioBufferSourceNode(context, { buffer })
  }

  /** The hum of vocal cords, higher and lower as in a sentence, and what a mouth makes of it. */
  function vowelIn(context: AudioContext): AudioNode {
    const cords = new OscillatorNode(context, { type: 'sawtooth', frequency: 140 })
    const melody = new OscillatorNode(context, { frequency: 1.5 })
    const sum = new GainNode(context, { gain: 4 })
    melody.connect(new GainNode(context, { gain: 15 })).connect(cords.frequency)
    for (const frequency of [700, 1200, 2600]) {
      cords
        .connect(new BiquadFilterNode(context, { type: 'bandpass', frequency, Q: 6 }))
        .connect(sum)
    }
    cords.start()
    melody.start()
    return sum
  }

  /** Brown noise, at about -25 dB. */
  function fanIn(context: AudioContext): AudioNode {
    const buffer = context.createBuffer(1, context.sampleRate * 8, context.sampleRate)
    const samples = buffer.getChannelData(0)
    let level = 0
    for (let at = 0; at < samples.length; at += 1) {
      level = (level + 0.02 * (Math.random() * 2 - 1)) / 1.02
      samples[at] = level
    }
    const source = new AudioBufferSourceNode(context, { buffer, loop: true })
    source.start()
    return source
  }

  /** A copy records as well, until it is stopped itself. */
  function withCopies(track: MediaStreamTrack, device: string): MediaStreamTrack {
    Object.defineProperty(track, 'label', { value: device })
    tracks.push(track)
    const clone = track.clone.bind(track)
    track.clone = () => withCopies(clone(), device)
    return track
  }
}

/** Runs in the page, so that it uses nothing from outside of itself. */
function installEar(): void {
  const LOOKS = 14
  const EVERY_MS = 50
  /** So far back, a step at a time, in seconds: a page that is busy misses nothing in between. */
  const STEPS = 32
  const STEP_S = 0.05
  const LOOK_BACK_EVERY_MS = 300
  const analysers = new Map<BaseAudioContext, AnalyserNode>()
  const memories = new Map<BaseAudioContext, readonly AnalyserNode[]>()
  const loudest = new Map<number, number>()
  const connect = AudioNode.prototype.connect as (
    this: AudioNode,
    ...to: readonly unknown[]
  ) => unknown
  AudioNode.prototype.connect = function connectAndListen(this: AudioNode, ...to: unknown[]) {
    if (to[0] instanceof AudioDestinationNode) {
      const analyser = analyserOf(this.context)
      connect.call(this, analyser)
      if (loudest.size > 0) remember(analyser)
    }
    return connect.apply(this, to)
  } as typeof AudioNode.prototype.connect

  const listenIn = (context: BaseAudioContext): AnalyserNode =>
    new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 })

  function analyserOf(context: BaseAudioContext): AnalyserNode {
    const known = analysers.get(context) ?? listenIn(context)
    analysers.set(context, known)
    return known
  }

  /** What was heard a while ago, each analyser a little longer than the one before. */
  function remember(heard: AnalyserNode): void {
    const { context } = heard
    if (memories.has(context)) return
    const memory = Array.from({ length: STEPS }, (_, step) => {
      const late = new DelayNode(context, { delayTime: step * STEP_S, maxDelayTime: 2 })
      const analyser = listenIn(context)
      connect.call(heard, late)
      connect.call(late, analyser)
      return analyser
    })
    memories.set(context, memory)
  }

  const heardBy = (listening: readonly AnalyserNode[], frequency: number): number => {
    const levels = listening.flatMap((analyser) => {
      const { context } = analyser
      if (context.state !== 'running') return []
      const bins = new Float32Array(analyser.frequencyBinCount)
      analyser.getFloatFrequencyData(bins)
      const bin = Math.round((frequency * analyser.fftSize) / context.sampleRate)
      return [...bins.slice(bin - 1, bin + 2)]
    })
    return Math.max(-200, ...levels)
  }

  const parleyHeard: TestWindow['parleyHeard'] = async (frequency) => {
    let most = -200
    for (let look = 0; look < LOOKS; look += 1) {
      most = Math.max(most, heardBy([...analysers.values()], frequency))
      await new Promise((next) => setTimeout(next, EVERY_MS))
    }
    return most
  }

  const lookBack = (): void => {
    const remembered = [...memories.values()].flat()
    for (const [frequency, level] of loudest) {
      loudest.set(frequency, Math.max(level, heardBy(remembered, frequency)))
    }
  }
  const parleyLoudest: TestWindow['parleyLoudest'] = (frequency) => {
    if (loudest.size === 0) {
      setInterval(lookBack, LOOK_BACK_EVERY_MS)
      for (const analyser of analysers.values()) remember(analyser)
    }
    if (!loudest.has(frequency)) loudest.set(frequency, -200)
    return loudest.get(frequency) ?? -200
  }
  const parleyPeak: TestWindow['parleyPeak'] = async () => {
    let most = 0
    for (let look = 0; look < LOOKS; look += 1) {
      for (const analyser of analysers.values()) {
        const samples = new Float32Array(analyser.fftSize)
        analyser.getFloatTimeDomainData(samples)
        for (const sample of samples) most = Math.max(most, Math.abs(sample))
      }
      await new Promise((next) => setTimeout(next, EVERY_MS))
    }
    return most
  }
  Object.assign(window, { parleyHeard, parleyLoudest, parleyPeak })
}
