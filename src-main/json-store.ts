import ElectronStore from 'electron-store'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'

/** A small settings file: written atomically, validated when read. */
export interface JsonStore<Value> {
  get(): Value
  set(value: Value): void
}

export interface JsonStoreOptions<Schema extends z.ZodType> {
  readonly folder: string
  /** File name without ".json". */
  readonly name: string
  readonly schema: Schema
  /** Raise it when the shape changes, together with `upgrade`. */
  readonly version: number
  /** Turns the value of an older version into one of this version. */
  readonly upgrade?: (value: unknown, fromVersion: number) => unknown
  readonly fallback: z.output<Schema>
  readonly now: () => Date
  /** Told one sentence when a file could not be used and was set aside. */
  readonly onSetAside: (sentence: string) => void
}

/**
 * Opens the file, or starts with the fallback. A file that cannot be used (damaged, wrong shape,
 * written by a newer Parley) is renamed, never overwritten, and the user is told its new name.
 */
export function openJsonStore<Schema extends z.ZodType>(
  options: JsonStoreOptions<Schema>,
): JsonStore<z.output<Schema>> {
  const open = () =>
    new ElectronStore<Record<string, unknown>>({
      cwd: options.folder,
      name: options.name,
      clearInvalidConfig: false,
      configFileMode: 0o600,
    })

  const readFile = () => {
    const store = open()
    const content: Record<string, unknown> = store.store
    return { store, value: parseContent(content, options) }
  }

  const openOrSetAside = () => {
    try {
      return readFile()
    } catch (error) {
      const newName = setAside(options)
      options.onSetAside(
        `The file ${options.name}.json could not be used (${reasonOf(error)}). ` +
          `It was kept as ${newName}, and Parley started with fresh ${options.name}.`,
      )
      return readFile()
    }
  }

  const { store, value } = openOrSetAside()
  let current = value
  return {
    get: () => current,
    set(next) {
      current = next
      store.store = { version: options.version, value: next }
    },
  }
}

function parseContent<Schema extends z.ZodType>(
  content: Record<string, unknown>,
  options: JsonStoreOptions<Schema>,
): z.output<Schema> {
  if (Object.keys(content).length === 0) return options.fallback
  const { version, value } = content
  if (typeof version !== 'number') throw new Error('it has no version')
  if (version > options.version) throw new Error('it was written by a newer version of Parley')
  const upgraded =
    version < options.version && options.upgrade ? options.upgrade(value, version) : value
  const parsed = options.schema.safeParse(upgraded)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`"${issue?.path.join('.') ?? ''}" has a value that Parley does not understand`)
  }
  return parsed.data
}

function setAside(options: { folder: string; name: string; now: () => Date }): string {
  const stamp = options.now().toISOString().replace(/[:.]/g, '-')
  const newName = `${options.name}.corrupt-${stamp}.json`
  renameSync(join(options.folder, `${options.name}.json`), join(options.folder, newName))
  return newName
}

const reasonOf = (error: unknown): string =>
  error instanceof SyntaxError
    ? 'it is not valid JSON'
    : error instanceof Error
      ? error.message
      : 'unknown fault'
