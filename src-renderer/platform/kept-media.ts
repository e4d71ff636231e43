import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { z } from 'zod'
import { roomIdSchema } from '#shared/domain/ids.ts'
import { WAVEFORM_MAX_LENGTH } from '#shared/protocol/limits.ts'

/** A voice message that is not sent, as it is written down: without its sound. */
const keptNoteSchema = z.object({
  id: z.uuid(),
  /** Whose it is, and on which server, see `stayKey`. */
  key: z.string(),
  roomId: roomIdSchema,
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  seconds: z.number().nonnegative(),
  peaks: z.array(z.int().min(0).max(255)).max(WAVEFORM_MAX_LENGTH),
})
export type KeptNote = z.infer<typeof keptNoteSchema>

/**
 * What is to be sent and is no text: voice messages from their first second on, so that no crash takes
 * what was said, and files from the moment in which somebody sends them. Where the browser stores
 * nothing they last as long as the page.
 */
export interface KeptMedia {
  /** Writes down or changes what is known about a voice message. */
  keepNote(note: KeptNote): Promise<void>
  /** Adds to a content. Pieces are put together by their number; a file is one piece. */
  addPiece(id: string, index: number, piece: Blob): Promise<void>
  /** @returns what there is so far; null when there is nothing */
  content(id: string): Promise<Blob | null>
  /** Voice messages of whom the key is about, the oldest first. */
  notes(isWanted: (key: string) => boolean): Promise<readonly KeptNote[]>
  /** Where on the server the content is being brought; null when that was not begun. */
  uploadOf(id: string): Promise<string | null>
  rememberUpload(id: string, address: string): Promise<void>
  remove(id: string): Promise<void>
}

interface MediaDatabase extends DBSchema {
  notes: { key: string; value: unknown }
  pieces: { key: [string, number]; value: Blob }
  uploads: { key: string; value: string }
}

const everyPieceOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity])

/** @param open the database of the browser; what it refuses is kept in memory */
export function createKeptMedia(open = openMedia): KeptMedia {
  let opened: Promise<KeptMedia> | null = null
  const media = (): Promise<KeptMedia> =>
    // Some browsers throw at once where a page may store nothing.
    (opened ??= Promise.resolve()
      .then(open)
      .then(inDatabase)
      .catch(() => createMediaInMemory()))
  return {
    keepNote: async (note) => (await media()).keepNote(note),
    addPiece: async (id, index, piece) => (await media()).addPiece(id, index, piece),
    content: async (id) => (await media()).content(id),
    notes: async (isWanted) => (await media()).notes(isWanted),
    uploadOf: async (id) => (await media()).uploadOf(id),
    rememberUpload: async (id, address) => (await media()).rememberUpload(id, address),
    remove: async (id) => (await media()).remove(id),
  }
}

const openMedia = (): Promise<IDBPDatabase<MediaDatabase>> =>
  openDB<MediaDatabase>('parley-media', 2, {
    upgrade(database, version) {
      if (version < 1) {
        database.createObjectStore('notes', { keyPath: 'id' })
        database.createObjectStore('pieces')
      }
      if (version < 2) database.createObjectStore('uploads')
    },
  })

const inDatabase = (database: IDBPDatabase<MediaDatabase>): KeptMedia => ({
  async keepNote(note) {
    await database.put('notes', note)
  },
  async addPiece(id, index, piece) {
    await database.put('pieces', piece, [id, index])
  },
  content: async (id) => joined(await database.getAll('pieces', everyPieceOf(id))),
  notes: async (isWanted) => wantedOf((await database.getAll('notes')).flatMap(parsed), isWanted),
  uploadOf: async (id) => (await database.get('uploads', id)) ?? null,
  async rememberUpload(id, address) {
    await database.put('uploads', address, id)
  },
  async remove(id) {
    const change = database.transaction(['notes', 'pieces', 'uploads'], 'readwrite')
    await Promise.all([
      change.objectStore('uploads').delete(id),
      change.objectStore('notes').delete(id),
      change.objectStore('pieces').delete(everyPieceOf(id)),
      change.done,
    ])
  },
})

/** For as long as the page lasts. */
export function createMediaInMemory(): KeptMedia {
  const notes = new Map<string, KeptNote>()
  const pieces = new Map<string, Blob[]>()
  const uploads = new Map<string, string>()
  return {
    keepNote: async (note) => void notes.set(note.id, note),
    async addPiece(id, index, piece) {
      const known = pieces.get(id) ?? []
      known[index] = piece
      pieces.set(id, known)
    },
    content: async (id) => joined((pieces.get(id) ?? []).filter(Boolean)),
    notes: async (isWanted) => wantedOf([...notes.values()], isWanted),
    uploadOf: async (id) => uploads.get(id) ?? null,
    rememberUpload: async (id, address) => void uploads.set(id, address),
    async remove(id) {
      uploads.delete(id)
      notes.delete(id)
      pieces.delete(id)
    },
  }
}

const joined = (pieces: readonly Blob[]): Blob | null =>
  pieces[0] ? new Blob([...pieces], { type: pieces[0].type }) : null

/** What another version wrote is left alone. */
function parsed(value: unknown): KeptNote[] {
  const note = keptNoteSchema.safeParse(value)
  return note.success ? [note.data] : []
}

const wantedOf = (
  notes: readonly KeptNote[],
  isWanted: (key: string) => boolean,
): readonly KeptNote[] =>
  notes.filter(({ key }) => isWanted(key)).toSorted((a, b) => a.createdAt - b.createdAt)
