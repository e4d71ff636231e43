import path from 'node:path'

/** The folder of the repository, whatever folder the command was given in. */
export const ROOT = path.resolve(import.meta.dirname, '../..')

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(ROOT, ...parts)
