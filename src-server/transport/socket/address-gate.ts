import {
  CONNECTIONS_PER_SECOND_PER_ADDRESS,
  CONNECTION_BURST_PER_ADDRESS,
} from '#shared/protocol/limits.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** Addresses remembered before full buckets are thrown away. */
const SWEEP_ABOVE = 1_000

export interface AddressGate {
  /** @returns 0 when the address may connect now, otherwise the milliseconds until it may */
  enter(address: string, now: number): number
}

/** How often one address may connect: a whole office behind one router may, a flood may not. */
export function createAddressGate(): AddressGate {
  const buckets = new Map<string, TokenBucket>()

  function sweep(now: number): void {
    for (const [address, bucket] of buckets) if (bucket.isFull(now)) buckets.delete(address)
  }

  return {
    enter(address, now) {
      if (buckets.size > SWEEP_ABOVE) sweep(now)
      const bucket =
        buckets.get(address) ??
        createTokenBucket({
          burst: CONNECTION_BURST_PER_ADDRESS,
          perSecond: CONNECTIONS_PER_SECOND_PER_ADDRESS,
        })
      buckets.set(address, bucket)
      return bucket.take(now)
    },
  }
}
