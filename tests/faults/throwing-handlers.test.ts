import { afterEach, expect, test } from 'vitest'
import type { SessionId } from '#shared/domain/ids.ts'
import type { RequestName } from '#shared/protocol/maps.ts'
import { requests } from '#shared/protocol/requests.ts'
import { createSession } from '../../src-server/services/session.ts'
import { createDispatcher, type Handlers } from '../../src-server/transport/socket/dispatcher.ts'
import { createRequestBudget } from '../../src-server/transport/socket/request-budget.ts'
import { validInputs } from '../support/valid-inputs.ts'

const names = Object.keys(requests) as RequestName[]

const throwing = (fail: () => Promise<never>): Handlers =>
  Object.fromEntries(names.map((name) => [name, fail])) as unknown as Handlers

const rejections: unknown[] = []
const noteRejection = (reason: unknown): unknown => rejections.push(reason)
process.on('unhandledRejection', noteRejection)
afterEach(() => {
  expect(rejections.splice(0)).toEqual([])
})

const SECRET = 'at /home/anna/secret.ts'

test.each([
  [
    'throws',
    () => {
      throw new Error(SECRET)
    },
  ],
  ['rejects', () => Promise.reject(new Error(SECRET))],
  ['rejects with nothing', () => Promise.reject(undefined)],
] as const)('A23: a handler that %s is answered as internal', async (_, fail) => {
  let logged = 0
  const log = { info: () => {}, warn: () => {}, error: () => void (logged += 1) }
  const dispatcher = createDispatcher({ handlers: throwing(fail), log, now: () => 0 })
  for (const name of names) {
    const told: unknown[] = []
    const caller = {
      session: createSession({ id: 'session' as SessionId, address: '127.0.0.1' }, null),
      budget: createRequestBudget(),
      tellError: (error: unknown) => void told.push(error),
      cut: () => void told.push('cut'),
    }
    let reply: unknown
    await dispatcher.dispatch(caller, name, [
      validInputs[name],
      (answer: unknown) => {
        reply = answer
      },
    ])
    expect(reply, name).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(reply)).not.toContain(SECRET)
    await dispatcher.dispatch(caller, name, [validInputs[name]])
    expect(told, name).toMatchObject([{ code: 'internal', event: name }])
  }
  expect(logged).toBe(2 * names.length)
})
