import { resolve } from 'node:path'
import { fail, succeed, type Result } from '#shared/lib/result.ts'

export type Command =
  /** Both make the same file. */
  | { readonly name: 'export' | 'backup'; readonly file: string }
  /** Into a place that is empty; into a folder whatever is in it. */
  | { readonly name: 'import' | 'restore'; readonly file: string }
  | { readonly name: 'check'; readonly file: string }
  /** A name or the id of a person. */
  | { readonly name: 'make-owner'; readonly who: string }

const USAGE = `Without a command, the server starts. Commands:
  backup FILE      writes everything that the server keeps into one new file, while it runs or not
  restore FILE     puts a backup in place of what the stopped server keeps
  export FILE      the same as backup: the file fits SQLite and Redis
  import FILE      puts an export into a SQLite or a Redis that is empty
  check FILE       looks whether a backup is complete and undamaged
  make-owner NAME  makes somebody an owner who has been on the server; stop it first, but with Redis`

const NAMES = ['export', 'backup', 'import', 'restore', 'check'] as const

const MAKE_OWNER = 'make-owner'

/**
 * @param words what follows the program's name
 * @returns null when the server is to start; on failure what is wrong and how it is meant
 */
export function parseCommandLine(
  words: readonly string[],
  workingDir: string,
): Result<Command | null, string> {
  const [word, file, ...rest] = words
  if (word === undefined) return succeed(null)
  if (word === MAKE_OWNER) {
    return file && rest.length === 0
      ? succeed({ name: MAKE_OWNER, who: file })
      : fail(`"${MAKE_OWNER}" takes one name; put one with spaces into quotes.\n${USAGE}`)
  }
  const name = NAMES.find((known) => known === word)
  if (!name) return fail(`There is no command "${word}".\n${USAGE}`)
  if (!file || rest.length > 0) return fail(`"${name}" takes the name of one file.\n${USAGE}`)
  return succeed({ name, file: resolve(workingDir, file) })
}
