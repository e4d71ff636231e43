import { expect, test } from 'vitest'
import type { HttpReply, HttpRequest } from './http-request.ts'
import { sendInParts } from './send-in-parts.ts'

const FILE = new Blob(['0123456789'])
const STORED = { blobId: 'b'.repeat(64) }

const reply = (
  status: number,
  headers: Record<string, string> = {},
  body: unknown = null,
): HttpReply => ({ status, header: (name) => headers[name] ?? null, body })

/** A server whose uploads are cut off after so many bytes, as often as the list is long. */
function server(cuts: number[] = []) {
  const asked: string[] = []
  const uploads = new Map<string, string>()
  let kept: string | null = null
  const send = async ({ method, url, headers, body, onProgress }: HttpRequest) => {
    const path = new URL(url).pathname
    asked.push(method)
    if (method === 'POST') {
      uploads.set('/api/uploads/1', '')
      return reply(201, { location: '/api/uploads/1' })
    }
    const known = uploads.get(path)
    if (known === undefined) return reply(404, {}, { error: { code: 'not-found' } })
    const at = { 'upload-offset': String(known.length), 'upload-length': '10' }
    if (method === 'HEAD') return reply(200, at)
    if (headers['upload-offset'] !== at['upload-offset']) return reply(409)
    const cut = cuts.shift()
    const part = (await body?.text())?.slice(0, cut) ?? ''
    uploads.set(path, known + part)
    onProgress?.(0.5)
    if (cut !== undefined) throw new Error('The upload ended: error')
    return reply(200, {}, STORED)
  }
  return {
    asked,
    uploads,
    send,
    begun: {
      address: async () => kept,
      remember: async (address: string) => void (kept = address),
    },
  }
}

function attempt(at: ReturnType<typeof server>, send = at.send) {
  const progress: number[] = []
  const origin = 'http://192.0.2.7:5000'
  const { begun } = at
  const what = { origin, token: 't', file: FILE, begun }
  const done = sendInParts({ ...what, onProgress: (part) => progress.push(part) }, send)
  return { done, progress }
}

test('a file goes at once when nothing comes between', async () => {
  const at = server()
  const { done, progress } = attempt(at)
  expect(await done).toEqual(STORED)
  expect([at.asked, [...at.uploads.values()], progress]).toEqual([
    ['POST', 'PATCH'],
    ['0123456789'],
    [0.5],
  ])
})

test('the next attempt goes on where the last one was cut off', async () => {
  const at = server([4, 2])
  await expect(attempt(at).done).rejects.toThrow('ended')
  await expect(attempt(at).done).rejects.toThrow('ended')
  const { done, progress } = attempt(at)
  expect(await done).toEqual(STORED)
  expect([...at.uploads.values()]).toEqual(['0123456789'])
  expect(at.asked).toEqual(['POST', 'PATCH', 'HEAD', 'PATCH', 'HEAD', 'PATCH'])
  // Six are there, and half of the other four have gone.
  expect(progress).toEqual([0.8])
})

test('one that the server has forgotten is begun anew', async () => {
  const at = server([4])
  await expect(attempt(at).done).rejects.toThrow('ended')
  at.uploads.clear()
  expect(await attempt(at).done).toEqual(STORED)
  expect([...at.uploads.values()]).toEqual(['0123456789'])
})

test('what the server refuses comes back in its words, and what it cannot say now is tried again', async () => {
  const refusal = { error: { code: 'too-large', message: 'Too large' } }
  const at = server([4])
  expect(await attempt(at, async () => reply(413, {}, refusal)).done).toEqual(refusal)
  await expect(attempt(at).done).rejects.toThrow('ended')
  await expect(attempt(at, async () => reply(503)).done).rejects.toThrow('503')
  expect(await attempt(at).done).toEqual(STORED)
})
