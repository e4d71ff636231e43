import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOriginPolicy } from '../origin-policy.ts'
import { createHttpApp } from './app.ts'

const log = { info() {}, warn() {}, error() {} }
const policy = createOriginPolicy({
  hostname: 'test',
  clientOrigins: [],
  allowedHosts: [],
  isProduction: true,
})

let folder: string
let app: FastifyInstance
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-pages-'))
  const page = join(folder, 'renderer')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<title>Parley</title>')
  writeFileSync(join(page, 'assets', 'index-a1B2.js'), 'run()')
  writeFileSync(join(page, '.secret.txt'), 'secret')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  app = await createHttpApp({ policy, log, rendererDir: page })
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string, headers = {}) => app.inject({ url, headers })

describe('the page', () => {
  test.each(['/', '/index.html', '/room/general', '/room/general?x=1'])(
    'is what %s shows',
    async (url) => {
      const reply = await get(url)
      expect(reply.statusCode).toBe(200)
      expect(reply.body).toBe('<title>Parley</title>')
      expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(reply.headers['cache-control']).toBe('no-cache')
    },
  )

  test('has files that never change, with their type', async () => {
    const reply = await get('/assets/index-a1B2.js')
    expect(reply.body).toBe('run()')
    expect(reply.headers['content-type']).toMatch(/javascript; charset=utf-8$/)
    expect(reply.headers['cache-control']).toMatch(/immutable/)
  })

  test('is not sent again to who has it', async () => {
    const { etag } = (await get('/')).headers
    const again = await get('/', { 'if-none-match': etag })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  test('answers HEAD without a body', async () => {
    const reply = await app.inject({ method: 'HEAD', url: '/' })
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toBe('')
  })

  test.each(['/assets/gone.js', '/api', '/socket.io/x'])('%s is not found', async (url) => {
    expect((await get(url)).statusCode).toBe(404)
  })

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/.secret.txt',
    '/assets/..\\..\\secret.txt',
    '//etc/hostname',
    '/secret.txt%00.html',
  ])('%s leads nowhere', async (url) => {
    expect((await get(url)).body).not.toContain('secret')
  })
})

test('without a page the address says what to do', async () => {
  const bare = await createHttpApp({ policy, log, rendererDir: join(folder, 'nothing') })
  const reply = await bare.inject('/')
  expect(reply.body).toMatch(/^Parley is running\. /)
  expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect((await bare.inject('/room/general')).statusCode).toBe(404)
  await bare.close()
})
