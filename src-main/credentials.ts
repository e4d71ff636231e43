import { z } from 'zod'
import { sessionTokenSchema, type SessionToken } from '#shared/domain/ids.ts'
import type { JsonStore } from './json-store.ts'
import type { KeyStore } from './key-store.ts'

export interface Credentials {
  get(origin: string): Promise<SessionToken | null>
  /** Null forgets the token. */
  set(origin: string, token: SessionToken | null): Promise<void>
}

/** From server origin to the encrypted token, base64. */
export const credentialsFileSchema = z.record(z.string(), z.base64())

/**
 * Session tokens, one per server, encrypted with the key store of the operating system. Where there
 * is none (a Linux desktop without a keyring) they live in memory only: a token in clear text on
 * disk would be worse than typing a name again.
 */
export function createCredentials(
  store: JsonStore<z.output<typeof credentialsFileSchema>>,
  keyStore: KeyStore,
): Credentials {
  const inMemory = new Map<string, SessionToken>()
  return {
    async get(origin) {
      const remembered = inMemory.get(origin)
      if (remembered !== undefined) return remembered
      const encrypted = store.get()[origin]
      if (encrypted === undefined || !(await keyStore.isAvailable())) return null
      const text = await keyStore.decrypt(Buffer.from(encrypted, 'base64'))
      const token = sessionTokenSchema.safeParse(text)
      return token.success ? token.data : null
    },
    async set(origin, token) {
      if (token === null) {
        inMemory.delete(origin)
        store.set(without(store.get(), origin))
        return
      }
      inMemory.set(origin, token)
      if (!(await keyStore.isAvailable())) return
      const encrypted = await keyStore.encrypt(token)
      store.set({ ...without(store.get(), origin), [origin]: encrypted.toString('base64') })
    },
  }
}

const without = (entries: Record<string, string>, key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key))
