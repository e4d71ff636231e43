import type { z } from 'zod'

/** The part of `localStorage` that is used here, so that tests can bring their own. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface ParsedStorage {
  /** @returns the parsed entry, or null when there is none that can be read */
  read<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null
  /** Like `read`, for what can be had again: an entry that cannot be read is dropped without a word. */
  readCopy<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null
  remove(key: string): void
  /** @returns whether it was stored; private windows and full disks refuse */
  write(key: string, value: unknown): boolean
}

const PREFIX = 'parley.'

/**
 * Entries of `localStorage` as parsed values. An entry that cannot be read is moved to another key
 * and reported, because overwriting it would destroy the only copy.
 */
export function createParsedStorage(
  storage: TextStorage,
  options: { report: (sentence: string) => void; now: () => number },
): ParsedStorage {
  const setAside = (key: string, text: string): void => {
    const other = `${PREFIX}${key}.unreadable-${options.now()}`
    try {
      storage.setItem(other, text)
      storage.removeItem(PREFIX + key)
    } catch {
      // A full disk: the unreadable entry stays where it is, which keeps it just as well.
    }
    options.report(
      `What this browser kept as "${key}" could not be read. It was set aside as "${other}", and Parley starts fresh with that part.`,
    )
  }
  const remove = (key: string): void => {
    try {
      storage.removeItem(PREFIX + key)
    } catch {
      // Where nothing can be stored there is nothing to remove.
    }
  }
  return {
    remove,
    readCopy(key, schema) {
      const text = textOf(storage, PREFIX + key)
      if (text === null) return null
      const parsed = schema.safeParse(jsonOf(text))
      if (parsed.success) return parsed.data
      remove(key)
      return null
    },
    read(key, schema) {
      const text = textOf(storage, PREFIX + key)
      if (text === null) return null
      const parsed = schema.safeParse(jsonOf(text))
      if (parsed.success) return parsed.data
      setAside(key, text)
      return null
    },
    write(key, value) {
      try {
        storage.setItem(PREFIX + key, JSON.stringify(value))
        return true
      } catch {
        return false
      }
    },
  }
}

function textOf(storage: TextStorage, key: string): string | null {
  try {
    return storage.getItem(key)
  } catch {
    return null
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
