import { homedir } from 'node:os'
import path from 'node:path'

/** Where big things wait between clones: outside the repository, so no package can pick them up. */
export const cacheFolder = () =>
  path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'parley')
