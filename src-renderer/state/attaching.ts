import type { RoomId } from '#shared/domain/ids.ts'

/** A file beside the text that is being written, not sent yet. */
export interface AttachedFile {
  readonly id: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Where a picture can be seen on this device; null for what is no picture. */
  readonly address: string | null
  /** Pixels; null for what is no picture. */
  readonly width: number | null
  readonly height: number | null
  /** The smaller picture that goes with it; null where there is none. */
  readonly preview: AttachedPreview | null
}

interface AttachedPreview {
  readonly id: string
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** By conversation; those without any are left out. */
export type Attaching = ReadonlyMap<RoomId, readonly AttachedFile[]>

export function withAttached(
  attaching: Attaching,
  roomId: RoomId,
  files: readonly AttachedFile[],
): Attaching {
  const next = new Map(attaching)
  if (files.length === 0) next.delete(roomId)
  else next.set(roomId, files)
  return next
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** 12345 bytes are "12.3 kB". */
export function inUnits(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${Number((bytes / 1_000 ** step).toPrecision(3))} ${UNITS[step]}`
}
