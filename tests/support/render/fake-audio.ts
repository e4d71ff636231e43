/** The Web Audio API without a sound: nodes remember what they are joined to, and meters hear what the test says. */
export class FakeNode {
  readonly outputs: FakeNode[] = []
  readonly gain = new FakeParameter(1)
  readonly threshold = new FakeParameter(0)
  readonly knee = new FakeParameter(0)
  readonly ratio = new FakeParameter(0)
  readonly attack = new FakeParameter(0)
  readonly release = new FakeParameter(0)
  readonly frequency = new FakeParameter(0)
  readonly delayTime = new FakeParameter(0)
  readonly offset = new FakeParameter(1)
  readonly stream: { readonly of: FakeNode } = { of: this }
  readonly kind: string
  fftSize = 0
  type = ''
  /** Amplitude of what an analyser hears. */
  heard = 0
  startedAt: number | null = null

  constructor(kind: string) {
    this.kind = kind
  }
  connect(node: FakeNode): FakeNode {
    this.outputs.push(node)
    return node
  }
  disconnect(node?: FakeNode): void {
    const kept = node === undefined ? [] : this.outputs.filter((output) => output !== node)
    this.outputs.splice(0, this.outputs.length, ...kept)
  }
  getFloatTimeDomainData(samples: Float32Array): void {
    samples.fill(this.heard)
  }
  start(at = 0): void {
    this.startedAt = at
  }
  stop(): void {}
}

class FakeParameter {
  value: number
  constructor(value: number) {
    this.value = value
  }
  setTargetAtTime(value: number): void {
    this.value = value
  }
  setValueAtTime(value: number): void {
    this.value = value
  }
  linearRampToValueAtTime(): void {}
  exponentialRampToValueAtTime(): void {}
}

export class FakeContext {
  readonly nodes: FakeNode[] = []
  readonly destination = new FakeNode('destination')
  currentTime = 0
  readonly baseLatency = 0.01
  readonly outputLatency = 0.02
  state: AudioContextState = 'running'
  /** The speakers that there are. */
  readonly sinks = new Set([''])
  sink = ''

  readonly #make = (kind: string): FakeNode => {
    const node = new FakeNode(kind)
    this.nodes.push(node)
    return node
  }
  readonly createGain = (): FakeNode => this.#make('gain')
  readonly createAnalyser = (): FakeNode => this.#make('analyser')
  readonly createDynamicsCompressor = (): FakeNode => this.#make('compressor')
  readonly createOscillator = (): FakeNode => this.#make('oscillator')
  readonly createDelay = (): FakeNode => this.#make('delay')
  readonly createConstantSource = (): FakeNode => this.#make('constant')
  readonly createMediaStreamDestination = (): FakeNode => this.#make('recorder')
  readonly createMediaElementSource = (): FakeNode => this.#make('source')
  readonly createMediaStreamSource = (): FakeNode => this.#make('source')

  readonly suspend = async (): Promise<void> => void (this.state = 'suspended')
  readonly resume = async (): Promise<void> => void (this.state = 'running')
  async setSinkId(id: string): Promise<void> {
    if (!this.sinks.has(id)) throw new Error('NotFoundError')
    this.sink = id
  }

  all(kind: string): FakeNode[] {
    return this.nodes.filter((node) => node.kind === kind)
  }
  /** Sources from which something reaches the speaker, with what all gains on the way make of it. */
  audible(end = this.destination): number[] {
    return this.all('source').map((source) => loudnessFrom(source, end))
  }
}

function loudnessFrom(node: FakeNode, end: FakeNode): number {
  if (node === end) return 1
  const own = node.kind === 'gain' ? node.gain.value : 1
  return own * node.outputs.reduce((sum, output) => sum + loudnessFrom(output, end), 0)
}

/** A stream is only handed on. */
export class FakeStream {
  readonly tracks: unknown[]
  constructor(tracks: unknown[]) {
    this.tracks = tracks
  }
}
