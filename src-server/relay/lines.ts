import type { Endpoint } from './endpoint.ts'

/** What comes back, and which address of the client's it comes from. */
export type Hear = (peer: Endpoint, payload: Buffer) => void

/** Where that leads to which a client sends by its allocation. */
export interface Lines {
  /** What the client is told as the address that was allocated to it. */
  readonly relayed: Endpoint
  /** Whether anything of this address, at whatever port, may be asked for. */
  permits(peer: Endpoint): boolean
  /** Whether there is somebody at this address and port. */
  leadsTo(peer: Endpoint): boolean
  /** What does not get there is lost, as anything on UDP may be. */
  send(peer: Endpoint, payload: Buffer): void
  close(): void
}
