import type { SafeStorage } from 'electron'

/** The system's key store, behind what both old and new Electron offer. */
export interface KeyStore {
  /** False where a secret could only be kept in a form that anybody can read. */
  isAvailable(): Promise<boolean>
  encrypt(text: string): Promise<Buffer>
  /** @returns null when the key is another one now, for example after a new installation */
  decrypt(encrypted: Buffer): Promise<string | null>
}

/**
 * Newer Electron does this asynchronously and is about to drop the synchronous calls; older Electron
 * knows only those.
 */
export function createKeyStore(
  safeStorage: Partial<SafeStorage>,
  platform: NodeJS.Platform,
): KeyStore {
  const isModern = safeStorage.encryptStringAsync !== undefined

  async function isAvailable(): Promise<boolean> {
    const available = isModern
      ? await safeStorage.isAsyncEncryptionAvailable?.()
      : safeStorage.isEncryptionAvailable?.()
    // "basic_text" encrypts with a password that is the same on every computer.
    const isPretence =
      platform === 'linux' && safeStorage.getSelectedStorageBackend?.() === 'basic_text'
    return available === true && !isPretence
  }

  async function decrypt(encrypted: Buffer): Promise<string | undefined> {
    return isModern
      ? (await safeStorage.decryptStringAsync?.(encrypted))?.result
      : safeStorage.decryptString?.(encrypted)
  }

  return {
    isAvailable: () => isAvailable().catch(() => false),
    async encrypt(text) {
      const encrypted = await (isModern
        ? safeStorage.encryptStringAsync?.(text)
        : safeStorage.encryptString?.(text))
      if (!encrypted) throw new Error('The key store of the system cannot encrypt')
      return encrypted
    },
    decrypt: (encrypted) =>
      decrypt(encrypted).then(
        (text) => text ?? null,
        () => null,
      ),
  }
}
