import type { Config } from './config.ts'
import type { Parts } from './locate.ts'
import type { VoiceEngine } from './ports/voice-engine.ts'
import { openVoiceEngine, type OpenVoiceEngine } from './voice/open-voice-engine.ts'
import { openRelay, type OpenRelay } from './relay/open-relay.ts'

interface OpenVoice {
  /** Null when there can be no sound on this machine. */
  readonly engine: VoiceEngine | null
  /** Null when there is no way through the server's TCP port. */
  readonly relay: OpenRelay | null
  /** What the host should know, as sentences. */
  readonly notices: readonly string[]
}

/**
 * Opens the UDP port through which voice goes: the one of the same number as the server's own, unless
 * another is set. Where that one is taken any other does, because clients are told it. A server without
 * voice is a server all the same.
 *
 * @param port of the server, as it is by now
 */
export async function openVoice(options: {
  readonly config: Config
  readonly parts: Parts
  readonly port: number
  /** The thread that carries sound has ended by a bug. */
  readonly onFatal: (error: Error) => void
}): Promise<OpenVoice> {
  const { config, parts, onFatal } = options
  const wanted = config.voicePort ?? options.port
  const openOn = (port: number) =>
    openVoiceEngine({
      workerUrl: parts.voiceWorkerUrl,
      port,
      bindAddress: config.host,
      publicAddresses: config.voiceAddresses,
      onFatal,
    })
  const opened = await openOn(wanted)
  const withRelay = (engine: OpenVoiceEngine | null) => ({
    ...{ engine, relay: relayTo(engine, config, options.port) },
  })
  if (opened.ok) return { ...withRelay(opened.value), notices: [] }
  const other = wanted === 0 ? opened : await openOn(0)
  if (!other.ok) return { ...withRelay(null), notices: [`There is no voice: ${other.error}`] }
  // Whoever lets the system choose the port has opened none by its number.
  const isNews = config.voicePort !== null || config.port !== 0
  const moved = `UDP port ${wanted} cannot be used, so voice goes through ${other.value.port}: a firewall has to let it through.`
  return { ...withRelay(other.value), notices: isNews ? [moved] : [] }
}

/** Calls are relayed where there is no sound of rooms as well. */
function relayTo(
  engine: OpenVoiceEngine | null,
  { voiceRelay, redis }: Pick<Config, 'voiceRelay' | 'redis'>,
  ownPort: number,
): OpenRelay | null {
  // Of several instances the two devices of a call may reach two, and neither knows the other's.
  const hasCalls = redis === null
  if (voiceRelay === 'off' || (!engine && !hasCalls)) return null
  const isAsReached = voiceRelay === 'as-reached'
  const address = isAsReached ? null : `${voiceRelay.host}:${voiceRelay.port ?? ownPort}`
  return openRelay({ voice: engine, hasCalls, address })
}
