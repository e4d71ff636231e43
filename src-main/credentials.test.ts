import { sessionTokenSchema } from '#shared/domain/ids.ts'
import { describe, expect, test } from 'vitest'
import { createCredentials } from './credentials.ts'
import { createKeyStore } from './key-store.ts'

const TOKEN = sessionTokenSchema.parse(`parley-${'x1y2z3'.repeat(6)}`)
const SERVER = 'http://192.168.1.20:5000'

/** Turns text around: enough to see that nothing is kept in clear text. */
const turn = (text: string): string => [...text].toReversed().join('')

const oldElectron = (backend = 'gnome_libsecret') => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => backend as 'basic_text',
  encryptString: (text: string) => Buffer.from(turn(`old:${text}`)),
  decryptString: (encrypted: Buffer) => turn(encrypted.toString()).replace('old:', ''),
})

const newElectron = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(turn(`new:${text}`))),
  decryptStringAsync: (encrypted: Buffer) =>
    Promise.resolve({
      result: turn(encrypted.toString()).replace('new:', ''),
      shouldReEncrypt: false,
    }),
}

function memoryFile() {
  let content: Record<string, string> = {}
  return { get: () => content, set: (next: Record<string, string>) => void (content = next) }
}

describe.each([
  ['old', oldElectron()],
  ['new', newElectron],
])('the credentials, with the calls of %s Electron', (_age, safeStorage) => {
  const keyStore = createKeyStore(safeStorage, 'linux')

  test('are found again by another start of the app, and are not in clear text on disk', async () => {
    const file = memoryFile()
    await createCredentials(file, keyStore).set(SERVER, TOKEN)
    expect(JSON.stringify(file.get())).not.toContain(TOKEN)
    expect(Buffer.from(file.get()[SERVER] ?? '', 'base64').toString()).not.toContain(TOKEN)
    expect(await createCredentials(file, keyStore).get(SERVER)).toBe(TOKEN)
  })

  test('are forgotten when asked to', async () => {
    const file = memoryFile()
    const credentials = createCredentials(file, keyStore)
    await credentials.set(SERVER, TOKEN)
    await credentials.set(SERVER, null)
    expect(await credentials.get(SERVER)).toBeNull()
    expect(file.get()).toEqual({})
  })
})

test('without a real key store they live in memory only', async () => {
  const file = memoryFile()
  const credentials = createCredentials(file, createKeyStore(oldElectron('basic_text'), 'linux'))
  await credentials.set(SERVER, TOKEN)
  expect(await credentials.get(SERVER)).toBe(TOKEN)
  expect(file.get()).toEqual({})
})

test('that another key encrypted are not there, and nothing breaks', async () => {
  const file = memoryFile()
  file.set({ [SERVER]: Buffer.from('of another life').toString('base64') })
  const broken = createKeyStore(
    {
      ...newElectron,
      decryptStringAsync: () => Promise.reject(new Error('wrong key')),
    },
    'darwin',
  )
  expect(await createCredentials(file, broken).get(SERVER)).toBeNull()
})
