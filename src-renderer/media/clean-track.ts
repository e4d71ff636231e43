import simdWasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url'
import wasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'
// oxlint-disable-next-line import/default -- with ?url the file is not run, and its address is what one gets
import workletUrl from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url'
import type { CleanedTrack } from './microphone.ts'

/** The network was taught with this, in Hz. */
const SAMPLE_RATE = 48_000

/** A context that may run does so at once; one that may not waits for somebody to touch the page. */
const RUNS_WITHIN_MS = 1_000

/**
 * Takes the noise out of a track with RNNoise (Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time
 * Full-Band Speech Enhancement", 2018), in a thread of its own. Decision 0024 says what it costs.
 *
 * @param onFail the thread gave up, and nothing comes any more
 * @throws where there are no worklets or no WebAssembly, or the page may not sound yet
 */
export async function cleanTrack(
  device: MediaStreamTrack,
  onFail: () => void,
): Promise<CleanedTrack<MediaStreamTrack>> {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' })
  try {
    // Not loaded before it is needed: on pages without a secure context even loading it fails.
    const { loadRnnoise, RnnoiseWorkletNode } = await import('@sapphi-red/web-noise-suppressor')
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: wasmUrl, simdUrl: simdWasmUrl }),
      context.audioWorklet.addModule(workletUrl),
    ])
    // The thread would only fall silent about what it cannot compile.
    await WebAssembly.compile(wasmBinary)
    await run(context)
    const node = new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 })
    node.addEventListener('processorerror', onFail, { once: true })
    const source = context.createMediaStreamSource(new MediaStream([device]))
    const end = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    source.connect(node).connect(end)
    const [track] = end.stream.getAudioTracks()
    if (!track) throw new TypeError('There is no sound in it.')
    return {
      track,
      stop() {
        track.stop()
        node.destroy()
        void context.close()
      },
    }
  } catch (error) {
    void context.close()
    throw error
  }
}

/** @throws when it may not */
async function run(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The page may not sound yet.')), RUNS_WITHIN_MS)
  })
  await Promise.race([context.resume(), tooLong]).finally(() => clearTimeout(timer))
}
