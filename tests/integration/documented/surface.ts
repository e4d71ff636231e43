import type { TestClient } from '../../support/client.ts'
import type { Setup } from '../../support/setups.ts'

/** What the tests of the documented surface stand on: clients, wherever the server keeps its data. */
export interface Surface {
  readonly setup: Setup
  /** Addresses of all instances. */
  origins(): readonly string[]
  /** A plain client of the first instance. */
  here(): Promise<TestClient>
  /** A plain client of the last instance, which is another one where there are several. */
  there(): Promise<TestClient>
  /** One of Socket.IO's own default: polling first. Only a single instance serves it. */
  polling(): Promise<TestClient>
}

/** The texts that a client has heard in a room, the notices too. */
export const textsHeardBy = (client: TestClient): string[] =>
  client.received.flatMap(({ name, payload }) =>
    name === 'chat:message' ? [(payload as { text: string }).text] : [],
  )

/** Emits and returns the refusal, once through the callback and once as the event `error`. */
export async function refusalsOf(
  client: TestClient,
  event: string,
  payload: unknown,
): Promise<{ readonly inAck: { code: string; message: string }; readonly asEvent: object }> {
  const reply = await client.call(event as never, payload as never)
  const { ok, error } = reply as { ok: boolean; error: { code: string; message: string } }
  if (ok) throw new Error(`${event} was allowed: ${JSON.stringify(payload)?.slice(0, 200)}`)
  client.emit(event, ...(payload === undefined ? [] : [payload]))
  return { inAck: error, asEvent: await client.next('error') }
}
