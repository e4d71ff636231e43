import { fileTypeFromBuffer } from 'file-type'

/** As much as the library looks at: where the known formats say what they are. */
export const SNIFFED_BYTES = 4_100

/**
 * What the beginning of a file says it is. A text says nothing, whatever language it is in, so that
 * pages and drawings with scripts in them are not taken for anything.
 */
export async function sniff(head: Uint8Array): Promise<string | null> {
  try {
    const found = await fileTypeFromBuffer(head.subarray(0, SNIFFED_BYTES))
    return found?.mime ?? null
  } catch {
    // Broken in a way that its own format does not know: then it is of no known format.
    return null
  }
}
