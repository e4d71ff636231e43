import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { VoiceEngine, VoiceLoss } from '../ports/voice-engine.ts'
import type { Calls, Input } from './calls.ts'
import { joinThread } from './thread.ts'

export interface VoiceEngineOptions {
  /** The script of the thread that carries sound. */
  readonly workerUrl: URL
  /** UDP; 0 means any that is free. */
  readonly port: number
  /** An address or name of this machine; `0.0.0.0` and `::` mean all of its addresses. */
  readonly bindAddress: string
  /** Addresses by which clients reach the same port from outside, such as that of a router. */
  readonly publicAddresses: readonly string[]
  /** The thread has ended by a bug. Nobody is heard any more. */
  readonly onFatal?: (error: Error) => void
}

export interface OpenVoiceEngine extends VoiceEngine {
  readonly port: number
  /** An IP address by which this machine itself reaches the port. */
  readonly address: string
}

const LOOPBACK = '127.0.0.1'

const ALL_ADDRESSES = ['0.0.0.0', '::', '']

/**
 * Starts to carry sound.
 *
 * @returns one sentence when it cannot
 */
export async function openVoiceEngine(
  options: VoiceEngineOptions,
): Promise<Result<OpenVoiceEngine, string>> {
  const bindAddress = await resolveAddress(options.bindAddress)
  if (bindAddress === undefined) return fail(sentenceFor('EADDRNOTAVAIL', options))

  const listeners = new Set<(loss: VoiceLoss) => void>()
  // Whoever never heard anybody loses nothing by it: a thread that cannot even start is told as a sentence.
  let hasStarted = false
  const thread = joinThread(options.workerUrl, {
    onLost: (stay) => listeners.forEach((listener) => listener({ stay })),
    onFatal: (error) => {
      if (hasStarted) options.onFatal?.(error)
    },
  })
  const { port, publicAddresses } = options
  const started = await thread
    .call('start', { port, bindAddress, publicAddresses })
    .catch((error: unknown) => fail(String(error)))
  if (!started.ok) {
    thread.leave()
    return fail(sentenceFor(started.error, options))
  }
  hasStarted = true

  let isEnded = false
  type Told = 'silence' | 'deafen' | 'close'
  /** That the thread has ended is told by `onFatal`, once. */
  const tell = <Name extends Told & keyof Calls>(verb: Name, ...input: Input<Name>): void => {
    if (!isEnded) thread.call(verb, ...input).catch(() => {})
  }
  return succeed({
    port: started.value,
    address: bindAddress ?? LOOPBACK,
    open: (seat) =>
      isEnded ? Promise.resolve(unavailable) : thread.call('open', seat).catch(() => unavailable),
    answer: (stay: VoiceStayId, sdp) =>
      isEnded ? Promise.resolve(false) : thread.call('answer', stay, sdp).catch(() => false),
    silence: (stay, isSilent) => tell('silence', stay, isSilent),
    deafen: (stay, isDeaf) => tell('deafen', stay, isDeaf),
    show: (stay, lane, isOn) =>
      isEnded ? Promise.resolve(false) : thread.call('show', stay, lane, isOn).catch(() => false),
    close: (stay) => tell('close', stay),
    onLost: (listener) => void listeners.add(listener),
    async end() {
      if (isEnded) return
      isEnded = true
      await thread.call('end').catch(() => {})
      thread.leave()
    },
  })
}

const unavailable = fail('unavailable' as const)

/** @returns null for all addresses, undefined for a name that nobody knows */
async function resolveAddress(host: string): Promise<string | null | undefined> {
  if (ALL_ADDRESSES.includes(host)) return null
  if (isIP(host) !== 0) return host
  return lookup(host).then(
    ({ address }) => address,
    () => undefined,
  )
}

function sentenceFor(code: string, { port, bindAddress }: VoiceEngineOptions): string {
  switch (code) {
    case 'EADDRINUSE':
      return `UDP port ${port}, for voice, is in use by another program. Set VOICE_PORT to another number.`
    case 'EACCES':
      return `This user may not listen on UDP port ${port}, for voice. Set VOICE_PORT to a number above 1023.`
    case 'EADDRNOTAVAIL':
      return `This computer has no address ${bindAddress} for voice. Set HOST to 0.0.0.0 or to one of its own addresses.`
    default:
      return `Voice cannot be carried on UDP port ${port} (${code}). Set VOICE_PORT to something else.`
  }
}
