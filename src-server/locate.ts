export interface Parts {
  /** Folder of the built page, with a slash at its end. May not exist. */
  readonly rendererUrl: URL
  /** The script of the thread that owns the database. */
  readonly sqliteWorkerUrl: URL
  /** The script of the thread that carries sound. */
  readonly voiceWorkerUrl: URL
}

/**
 * Finds what lies beside the program, run from source or from the bundle.
 *
 * @param entryUrl `import.meta.url` of `main` or `embedded`: only those keep their place when bundled,
 *   shared code may end up in a chunk elsewhere
 */
export function locateParts(entryUrl: string): Parts {
  const isSource = entryUrl.endsWith('.ts')
  return isSource
    ? {
        rendererUrl: new URL('../dist/renderer/', entryUrl),
        sqliteWorkerUrl: new URL('store/sqlite/worker.ts', entryUrl),
        voiceWorkerUrl: new URL('voice/worker.ts', entryUrl),
      }
    : {
        rendererUrl: new URL('../renderer/', entryUrl),
        sqliteWorkerUrl: new URL('sqlite-worker.js', entryUrl),
        voiceWorkerUrl: new URL('voice-worker.js', entryUrl),
      }
}
