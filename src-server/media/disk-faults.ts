import { Unavailable } from '../ports/unavailable.ts'

const codeOf = (error: unknown): string | null => {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  return typeof code === 'string' && typeof syscall === 'string' ? code : null
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT'

/** What the file system refuses becomes `Unavailable`, without the path; a bug stays what it is. */
function diskFaultOf(error: unknown): unknown {
  const code = codeOf(error)
  return code === null ? error : new Unavailable(`The disk does not do it now (${code})`)
}

/** Runs it with the faults of the disk turned into what the ports promise. */
export async function onDisk<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw diskFaultOf(error)
  }
}

/** The value, or null when there is no such file. */
export async function unlessMissing<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
