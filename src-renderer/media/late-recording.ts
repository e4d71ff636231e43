/** Identifiers of WebM, https://www.matroska.org/technical/elements.html. */
const SEGMENT = 0x18538067
const SEEK_HEAD = 0x114d9b74
const INFO = 0x1549a966
const TRACKS = 0x1654ae6b
const CUES = 0x1c53bb6b
const TAGS = 0x1254c367
const CLUSTER = 0x1f43b675
const TIMESTAMP = 0xe7
const SIMPLE_BLOCK = 0xa3

/** What ends a cluster that does not say how long it is. */
const BESIDE_CLUSTERS: ReadonlySet<number> = new Set([CLUSTER, SEEK_HEAD, INFO, TRACKS, CUES, TAGS])

/** They say where something is, which is somewhere else afterwards; no player needs them. */
const PLACES: ReadonlySet<number> = new Set([SEEK_HEAD, CUES])

/** One Opus packet of 20 ms in which nothing is heard: fullband, one frame (RFC 6716, section 3.1). */
const SILENCE = [0xf8, 0xff, 0xfe] as const
const SILENCE_MS = 20

/** The time of a block within its cluster is a signed number of 16 bits, in milliseconds. */
const CLUSTER_MS = 30_000

interface Element {
  readonly id: number
  readonly start: number
  readonly data: number
  /** Where it ends; null when it does not say. */
  readonly end: number | null
}

/**
 * A recording with silence before it, so that it can be laid over others that began earlier. Whatever
 * is no WebM as browsers write it stays as it is.
 */
export async function beginningLater(recording: Blob, lateByMs: number): Promise<Blob> {
  const late = Math.round(lateByMs / SILENCE_MS) * SILENCE_MS
  if (late <= 0 || recording.size === 0) return recording
  const parts = withSilenceBefore(new Uint8Array(await recording.arrayBuffer()), late)
  return parts === null ? recording : new Blob([...parts], { type: recording.type })
}

/** The bytes of it, `lateByMs` being a multiple of 20; null when they are not understood. */
export function withSilenceBefore(
  bytes: Uint8Array<ArrayBuffer>,
  lateByMs: number,
): readonly Uint8Array<ArrayBuffer>[] | null {
  const segment = elementsIn(bytes, 0, bytes.length).find(({ id }) => id === SEGMENT)
  if (!segment) return null
  const children = elementsIn(bytes, segment.data, segment.end ?? bytes.length)
  const first = children.findIndex(({ id }) => id === CLUSTER)
  if (first === -1) return null
  const cut = ({ start, end }: Element) => bytes.slice(start, end ?? bytes.length)
  return [
    bytes.slice(0, segment.start),
    withUnknownSize(SEGMENT),
    ...children.slice(0, first).filter(isKept).map(cut),
    ...silence(lateByMs, trackIn(bytes, children[first])),
    ...children
      .slice(first)
      .filter(isKept)
      .flatMap((child) =>
        child.id === CLUSTER ? movedCluster(bytes, child, lateByMs) : [cut(child)],
      ),
  ]
}

const isKept = ({ id }: Element): boolean => !PLACES.has(id)

/** Elements side by side. One of unknown size ends where the next one of its kind begins. */
function elementsIn(bytes: Uint8Array, from: number, to: number): readonly Element[] {
  const found: Element[] = []
  let at = from
  while (at < to) {
    const element = elementAt(bytes, at, to)
    if (!element) break
    const end = element.end ?? (element.id === CLUSTER ? endOfCluster(bytes, element.data, to) : to)
    found.push({ ...element, end: Math.min(end, to) })
    at = end
  }
  return found
}

function endOfCluster(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to) {
    const element = elementAt(bytes, at, to)
    if (!element) return to
    if (BESIDE_CLUSTERS.has(element.id)) return at
    at = element.end ?? to
  }
  return to
}

function elementAt(bytes: Uint8Array, start: number, to: number): Element | null {
  const idLength = lengthOfNumber(bytes[start])
  const sizeAt = start + idLength
  const sizeLength = lengthOfNumber(bytes[sizeAt])
  const data = sizeAt + sizeLength
  if (idLength > 4 || sizeLength > 8 || data > to) return null
  const id = numberIn(bytes.subarray(start, sizeAt))
  const marked = bytes.slice(sizeAt, data)
  const marker = 2 ** (8 - sizeLength)
  marked[0] = (marked[0] ?? 0) & (marker - 1)
  // All bits set says that the size is not known.
  const isUnknown = marked[0] === marker - 1 && marked.slice(1).every((byte) => byte === 0xff)
  return { id, start, data, end: isUnknown ? null : data + numberIn(marked) }
}

/** How many bytes a number of EBML takes, which its first byte tells; more than 8 is none. */
const lengthOfNumber = (first: number | undefined): number =>
  first === undefined || first === 0 ? Infinity : Math.clz32(first) - 23

const numberIn = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0)

/** The number of the track as its blocks have it. */
function trackIn(bytes: Uint8Array, cluster: Element | undefined): number {
  if (!cluster) return 0x81
  const inside = elementsIn(bytes, cluster.data, cluster.end ?? bytes.length)
  const block = inside.find(({ id }) => id === SIMPLE_BLOCK)
  return (block && bytes[block.data]) ?? 0x81
}

function movedCluster(
  bytes: Uint8Array<ArrayBuffer>,
  { data, end }: Element,
  lateByMs: number,
): Uint8Array<ArrayBuffer>[] {
  const inside = elementsIn(bytes, data, end ?? bytes.length)
  const time = inside.find(({ id }) => id === TIMESTAMP)
  const before = time ? numberIn(bytes.subarray(time.data, time.end ?? time.data)) : 0
  return [
    clusterAt(before + lateByMs),
    bytes.slice(data, time?.start ?? data),
    bytes.slice(time?.end ?? data, end ?? bytes.length),
  ]
}

function silence(lateByMs: number, track: number): readonly Uint8Array<ArrayBuffer>[] {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let from = 0; from < lateByMs; from += CLUSTER_MS) {
    const blocks: number[] = []
    const length = Math.min(CLUSTER_MS, lateByMs - from)
    for (let at = 0; at < length; at += SILENCE_MS) {
      const block = [track, at >> 8, at & 0xff, 0x80, ...SILENCE]
      blocks.push(SIMPLE_BLOCK, 0x80 | block.length, ...block)
    }
    parts.push(clusterAt(from), new Uint8Array(blocks))
  }
  return parts
}

function clusterAt(milliseconds: number): Uint8Array<ArrayBuffer> {
  const timestamp = new Uint8Array(10)
  timestamp.set([TIMESTAMP, 0x88])
  new DataView(timestamp.buffer).setBigUint64(2, BigInt(milliseconds))
  return joined(withUnknownSize(CLUSTER), timestamp)
}

/** The head of an element that goes on until something else begins. */
function withUnknownSize(id: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(12).fill(0xff)
  new DataView(head.buffer).setUint32(0, id)
  head[4] = 0x01
  return head
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
