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
 * Voice messages from their first second until they are sent, so that no crash takes what was said.
 * Where the browser stores nothing they last as long as the page.
 */
export interface KeptNotes {
  /** Writes down or changes what is known about it. */
  keep(note: KeptNote): Promise<void>
  /** Adds to its sound. Pieces are put together by their number. */
  addPiece(id: string, index: number, piece: Blob): Promise<void>
  /** @returns the sound so far; null when there is none */
  content(id: string): Promise<Blob | null>
  /** The oldest first. */
  all(key: string): Promise<readonly KeptNote[]>
  remove(id: string): Promise<void>
}

interface NotesDatabase extends DBSchema {
  notes: { key: string; value: unknown }
  pieces: { key: [string, number]; value: Blob }
}

const everyPieceOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity])

/** @param open the database of the browser; what it refuses is kept in memory */
export function createKeptNotes(open = openNotes): KeptNotes {
  let opened: Promise<KeptNotes> | null = null
  const notes = (): Promise<KeptNotes> =>
    (opened ??= open()
      .then(inDatabase)
      .catch(() => createNotesInMemory()))
  return {
    keep: async (note) => (await notes()).keep(note),
    addPiece: async (id, index, piece) => (await notes()).addPiece(id, index, piece),
    content: async (id) => (await notes()).content(id),
    all: async (key) => (await notes()).all(key),
    remove: async (id) => (await notes()).remove(id),
  }
}

const openNotes = (): Promise<IDBPDatabase<NotesDatabase>> =>
  openDB<NotesDatabase>('parley-notes', 1, {
    upgrade(database) {
      database.createObjectStore('notes', { keyPath: 'id' })
      database.createObjectStore('pieces')
    },
  })

const inDatabase = (database: IDBPDatabase<NotesDatabase>): KeptNotes => ({
  async keep(note) {
    await database.put('notes', note)
  },
  async addPiece(id, index, piece) {
    await database.put('pieces', piece, [id, index])
  },
  content: async (id) => joined(await database.getAll('pieces', everyPieceOf(id))),
  all: async (key) => ofKey((await database.getAll('notes')).flatMap(parsed), key),
  async remove(id) {
    const change = database.transaction(['notes', 'pieces'], 'readwrite')
    await Promise.all([
      change.objectStore('notes').delete(id),
      change.objectStore('pieces').delete(everyPieceOf(id)),
      change.done,
    ])
  },
})

/** For as long as the page lasts. */
export function createNotesInMemory(): KeptNotes {
  const notes = new Map<string, KeptNote>()
  const pieces = new Map<string, Blob[]>()
  return {
    keep: async (note) => void notes.set(note.id, note),
    async addPiece(id, index, piece) {
      const known = pieces.get(id) ?? []
      known[index] = piece
      pieces.set(id, known)
    },
    content: async (id) => joined((pieces.get(id) ?? []).filter(Boolean)),
    all: async (key) => ofKey([...notes.values()], key),
    async remove(id) {
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

const ofKey = (notes: readonly KeptNote[], key: string): readonly KeptNote[] =>
  notes.filter((note) => note.key === key).toSorted((a, b) => a.createdAt - b.createdAt)
