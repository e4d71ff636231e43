import { expect, test, vi } from 'vitest'
import { openVoiceEngine } from './open-voice-engine.ts'

test('a thread that cannot start is no reason for the server to end, but a sentence', async () => {
  const onFatal = vi.fn<(error: Error) => void>()
  const open = () =>
    openVoiceEngine({
      // As on a system for which the library was not built.
      workerUrl: new URL('data:text/javascript,throw new Error("no library here")'),
      ...{ port: 40_000, bindAddress: '127.0.0.1', publicAddresses: [], onFatal },
    })
  const said = { ok: false, error: expect.stringContaining('no library here') }
  expect(await open()).toEqual(said)
  // Nor is the next try, on another port.
  expect(await open()).toEqual(said)
  expect(onFatal).not.toHaveBeenCalled()
})
