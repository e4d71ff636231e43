import type { ByteRange } from '../../ports/blob-store.ts'

export type RequestedRange =
  | { readonly kind: 'all' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  /** It begins after the end. */
  | { readonly kind: 'unsatisfiable' }

const ALL = { kind: 'all' } as const

/**
 * What a `Range` header asks for (RFC 9110, section 14). A header that makes no sense, or asks for
 * several parts at once, is ignored, as the RFC allows: the answer is all of it.
 */
export function parseRange(header: string | undefined, size: number): RequestedRange {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return ALL
  if (first === '') return lastBytes(Number(last), size)
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < from) return ALL
  if (from >= size) return { kind: 'unsatisfiable' }
  return { kind: 'part', range: { first: from, last: to } }
}

function lastBytes(count: number, size: number): RequestedRange {
  if (count === 0 || size === 0) return { kind: 'unsatisfiable' }
  return { kind: 'part', range: { first: Math.max(0, size - count), last: size - 1 } }
}
