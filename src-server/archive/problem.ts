/**
 * An archive that cannot be read, said as the end of a sentence that begins with the file's name.
 *
 * Thrown instead of returned, because it comes up in the middle of a stream of records, and whoever
 * takes them has to give up everything that came before.
 */
export class ArchiveProblem extends Error {
  override readonly name = 'ArchiveProblem'
}

export const damaged = (detail: string): ArchiveProblem =>
  new ArchiveProblem(`is damaged: ${detail}. Nothing was taken from it.`)

export const cut = (): ArchiveProblem =>
  new ArchiveProblem('is not complete: it ends too early. Nothing was taken from it.')
