import { createSocket, type RemoteInfo } from 'node:dgram'

/** What a way does to each packet, in each direction. */
export interface LineQuality {
  readonly delayMs: number
  /** 0 to 1. */
  readonly loss: number
}

/** Nothing is added to what the way is like anyhow. */
export const AS_IT_IS: LineQuality = { delayMs: 0, loss: 0 }

export interface LossyLine {
  /** On 127.0.0.1, in place of the port that is behind it. */
  readonly port: number
  close(): void
}

/** A UDP line for one client to one address, with a delay and with loss. */
export async function openLossyLine(
  to: { readonly address: string; readonly port: number },
  { delayMs, loss }: LineQuality,
  random: () => number = Math.random,
): Promise<LossyLine> {
  const [near, far] = [createSocket('udp4'), createSocket('udp4')]
  let client: RemoteInfo | null = null
  let isClosed = false
  const later = (pass: () => void): void => {
    if (random() < loss) return
    setTimeout(() => {
      if (!isClosed) pass()
    }, delayMs)
  }
  near.on('message', (packet, from) => {
    client = from
    later(() => far.send(packet))
  })
  far.on('message', (packet) =>
    later(() => client && near.send(packet, client.port, client.address)),
  )
  // Nobody listens at the other end any more, or not yet.
  far.on('error', () => {})
  await Promise.all([
    new Promise<void>((ready) => near.bind(0, '127.0.0.1', ready)),
    new Promise<void>((ready) => far.connect(to.port, to.address, ready)),
  ])
  return {
    port: near.address().port,
    close() {
      isClosed = true
      near.close()
      far.close()
    },
  }
}

const CANDIDATE = /^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) typ host.*\r?\n/gim

/** Where a description says that somebody is reached by UDP. */
export function reachIn(sdp: string): { readonly address: string; readonly port: number } {
  const [found] = [...sdp.matchAll(CANDIDATE)]
  if (!found?.[1]) throw new Error('The description names no address')
  return { address: found[1], port: Number(found[2]) }
}

/** The same description, reached by a line and by nothing else; by null, only once it has been heard of. */
export function reachedBy(sdp: string, line: LossyLine | null): string {
  const bare = sdp.replaceAll(/^a=(candidate|end-of-candidates).*\r?\n/gim, '')
  if (line === null) return bare
  const candidate = `a=candidate:1 1 UDP 2130706431 127.0.0.1 ${line.port} typ host\r\n`
  return bare.replaceAll(/^(a=mid:.*\r?\n)/gm, `$1${candidate}`)
}
