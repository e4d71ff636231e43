import type { ServerOrigin } from '#shared/domain/server-address.ts'

/** Where the address of an upload that was begun is kept, over a restart as well. */
export interface BegunUpload {
  address(): Promise<string | null>
  remember(address: string): Promise<void>
}

/** A file on its way to a server. */
export interface FileToSend {
  readonly origin: ServerOrigin
  readonly token: string
  readonly file: Blob
  /** With it the next attempt goes on where this one ends; without it, a file is sent in one go. */
  readonly begun?: BegunUpload
  /** Told now and then how much of it is there, 0 to 1. */
  readonly onProgress?: (part: number) => void
  /** Ends it. */
  readonly signal?: AbortSignal
}

/**
 * Brings a file to a server.
 *
 * @returns the JSON of the answer, whatever its status
 * @throws when there was no answer, or it was ended
 */
export type SendFile = (what: FileToSend) => Promise<unknown>
