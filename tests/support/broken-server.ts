import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createTempFolder } from './temp-folder.ts'

/** One place of the server's sources and what to put there instead. */
export interface Break {
  /** From the root of the repository. */
  readonly file: string
  /** Has to occur exactly once, so that a break cannot silently stop breaking anything. */
  readonly text: string
  readonly instead: string
}

export interface BrokenServer {
  /** The program to start. */
  readonly entry: string
  remove(): void
}

const ROOT = resolve(import.meta.dirname, '../..')

/** A copy of the server's sources with something wrong in it, to see whether tests notice. */
export function breakServer(breaks: readonly Break[]): BrokenServer {
  const folder = createTempFolder('broken-server')
  const at = (path: string): string => join(folder.path, path)
  for (const part of ['src-server', 'src-shared', 'package.json']) {
    cpSync(join(ROOT, part), at(part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), at('node_modules'))
  for (const { file, text, instead } of breaks) {
    const source = readFileSync(at(file), 'utf8')
    const occurrences = source.split(text).length - 1
    if (occurrences !== 1) throw new Error(`${file} has the text ${occurrences} times: ${text}`)
    writeFileSync(
      at(file),
      source.replace(text, () => instead),
    )
  }
  return { entry: at('src-server/main.ts'), remove: () => folder.remove() }
}
