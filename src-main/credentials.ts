import type { SafeStorage } from 'electron'
import { z } from 'zod'
import { sessionTokenSchema, type SessionToken } from '#shared/domain/ids.ts'
import { openJsonStore } from './json-store.ts'

export interface Credentials {
  get(origin: string): Promise<SessionToken | null>
  set(origin: string, token: SessionToken | null): Promise<void>
}

/** Newer Electron offers these and will drop the synchronous ones; older Electron has only those. */
interface AsyncSafeStorage {
  encryptStringAsync?(text: string): Promise<Buffer>
  decryptStringAsync?(encrypted: Buffer): Promise<{ result: string } | string>
}

/** From server origin to the encrypted token, base64. */
const fileSchema = z.record(z.string(), z.base64())

/**
 * Session tokens, one per server, encrypted with the key store of the operating system. Where there
 * is none (a Linux desktop without a keyring) they live in memory only: a token in clear text on
 * disk would be worse than typing a name again.
 */
export function openCredentials(options: {
  readonly folder: string
  readonly now: () => Date
  readonly onSetAside: (sentence: string) => void
  readonly safeStorage: SafeStorage
}): Credentials {
  const { safeStorage } = options
  const inMemory = new Map<string, SessionToken>()
  const store = openJsonStore({
    ...options,
    name: 'credentials',
    version: 1,
    schema: fileSchema,
    fallback: {},
  })
  return {
    async get(origin) {
      const remembered = inMemory.get(origin)
      if (remembered !== undefined) return remembered
      const encrypted = store.get()[origin]
      if (encrypted === undefined || !hasKeyStore(safeStorage)) return null
      const text = await decrypt(safeStorage, Buffer.from(encrypted, 'base64'))
      const token = sessionTokenSchema.safeParse(text)
      return token.success ? token.data : null
    },
    async set(origin, token) {
      const { [origin]: _old, ...others } = store.get()
      if (token === null) {
        inMemory.delete(origin)
        store.set(others)
        return
      }
      inMemory.set(origin, token)
      if (!hasKeyStore(safeStorage)) return
      const encrypted = await encrypt(safeStorage, token)
      store.set({ ...others, [origin]: encrypted.toString('base64') })
    },
  }
}

function hasKeyStore(safeStorage: SafeStorage): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  // "basic_text" encrypts with a password that is the same on every computer.
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

async function encrypt(safeStorage: SafeStorage & AsyncSafeStorage, text: string): Promise<Buffer> {
  return safeStorage.encryptStringAsync
    ? safeStorage.encryptStringAsync(text)
    : safeStorage.encryptString(text)
}

/** @returns null when the key store has another key now, for example after a new installation */
async function decrypt(
  safeStorage: SafeStorage & AsyncSafeStorage,
  encrypted: Buffer,
): Promise<string | null> {
  try {
    if (!safeStorage.decryptStringAsync) return safeStorage.decryptString(encrypted)
    const decrypted = await safeStorage.decryptStringAsync(encrypted)
    return typeof decrypted === 'string' ? decrypted : decrypted.result
  } catch {
    return null
  }
}
