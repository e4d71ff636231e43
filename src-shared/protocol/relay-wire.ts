import { z } from 'zod'

/** A way through the server's TCP port, by TURN (RFC 8656), where nothing comes through directly. */
export const relayWireSchema = z.object({
  address: z
    .string()
    .regex(/^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+):\d{1,5}$/i)
    .nullable()
    .describe('Host and port; null means those by which this server was reached without TLS'),
  username: z.string(),
  credential: z.string().describe('Holds as long as the stay in voice, or the call'),
})
export type RelayWire = z.infer<typeof relayWireSchema>

/** A STUN or TURN server elsewhere, as `RTCPeerConnection` takes it among its `iceServers`. */
export const iceServerWireSchema = z.object({
  urls: z.array(z.string().regex(/^(stun|turn)s?:\S+$/i)),
  username: z.string().optional(),
  credential: z.string().optional().describe('Holds for half a day'),
})
export type IceServerWire = z.infer<typeof iceServerWireSchema>
