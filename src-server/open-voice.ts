import type { Config, VoiceRelayPlace } from './config.ts'
import type { Parts } from './locate.ts'
import type { VoiceEngine } from './ports/voice-engine.ts'
import { openVoiceEngine, type OpenVoiceEngine } from './voice/open-voice-engine.ts'
import { openVoiceRelay, type OpenVoiceRelay } from './voice-relay/open-voice-relay.ts'

interface OpenVoice {
  /** Null when there can be no sound on this machine. */
  readonly engine: VoiceEngine | null
  /** Null when there is no way to it but UDP. */
  readonly relay: OpenVoiceRelay | null
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
  const relayTo = (engine: OpenVoiceEngine) => openRelay(config.voiceRelay, options.port, engine)
  if (opened.ok) return { engine: opened.value, relay: relayTo(opened.value), notices: [] }
  const other = wanted === 0 ? opened : await openOn(0)
  if (!other.ok) {
    return { engine: null, relay: null, notices: [`There is no voice: ${other.error}`] }
  }
  // Whoever lets the system choose the port has opened none by its number.
  const isNews = config.voicePort !== null || config.port !== 0
  const moved = `UDP port ${wanted} cannot be used, so voice goes through ${other.value.port}: a firewall has to let it through.`
  return { engine: other.value, relay: relayTo(other.value), notices: isNews ? [moved] : [] }
}

function openRelay(
  place: VoiceRelayPlace,
  ownPort: number,
  { address, port }: OpenVoiceEngine,
): OpenVoiceRelay | null {
  if (place === 'off') return null
  const at = place === 'as-reached' ? null : `${place.host}:${place.port ?? ownPort}`
  return openVoiceRelay({ voice: { address, port }, address: at })
}
